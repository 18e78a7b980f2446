package dev.mqttra.it;

import dev.mqttra.it.app.SlowDurableBean;
import dev.mqttra.it.app.SlowWork;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterAll;

/** The same with a broker elsewhere, which keeps for the bean what is beyond its window. */
class RemoteSlowBeanIT extends SlowPath {
    private static final RemoteBroker BROKER = RemoteBroker.start();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("serverUri", BROKER.uri()), SlowDurableBean.class, SlowWork.class);
    }

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @Override
    int port() {
        return BROKER.port();
    }

    @Override
    Class<?> bean() {
        return SlowDurableBean.class;
    }
}
