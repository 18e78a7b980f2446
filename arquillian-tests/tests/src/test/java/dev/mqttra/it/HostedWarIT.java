package dev.mqttra.it;

import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The RAR deployed to the server, and a WAR beside it. */
class HostedWarIT extends HostedPath {
    private static final int PORT = ServerPorts.freePort();

    @Deployment(name = "rar", order = 1, testable = false)
    static ResourceAdapterArchive rar() {
        return Archives.rar(Map.of("hostedPort", Integer.toString(PORT)));
    }

    @Deployment(name = "war", order = 2, testable = false)
    static WebArchive war() {
        return Archives.war(BEANS);
    }

    @Override
    int port() {
        return PORT;
    }
}
