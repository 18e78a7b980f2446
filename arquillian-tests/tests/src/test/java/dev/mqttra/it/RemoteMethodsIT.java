package dev.mqttra.it;

import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;

/** The same with a broker elsewhere, which says by subscription identifiers for which methods a message is. */
class RemoteMethodsIT extends MethodsPath {
    private static final RemoteBroker BROKER = RemoteBroker.start();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("serverUri", BROKER.uri()), CLASSES);
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Override
    int port() {
        return BROKER.port();
    }
}
