package dev.mqttra.it;

import dev.mqttra.servers.ServerPorts;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** An EAR that brings the RAR along. */
class HostedEarIT extends HostedPath {
    private static final int PORT = ServerPorts.freePort();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("hostedPort", Integer.toString(PORT)), BEANS);
    }

    @Override
    int port() {
        return PORT;
    }
}
