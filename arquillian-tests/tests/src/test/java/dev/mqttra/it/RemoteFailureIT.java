package dev.mqttra.it;

import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** The same with a broker elsewhere, where dead letters and parked messages are published over the network. */
class RemoteFailureIT extends FailurePath {
    private static final RemoteBroker BROKER = RemoteBroker.start();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("serverUri", BROKER.uri()), BEANS);
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    /** What is published before the beans have subscribed has nobody to wait for. */
    @BeforeEach
    void awaitTheBeans() {
        for (Class<?> bean : BEANS) {
            if (bean.isAnnotationPresent(jakarta.ejb.MessageDriven.class)) {
                app.awaitAttribute(bean, "State", "CONNECTED");
            }
        }
    }

    @Override
    int port() {
        return BROKER.port();
    }
}
