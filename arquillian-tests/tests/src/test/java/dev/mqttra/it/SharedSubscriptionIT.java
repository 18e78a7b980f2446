package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.SharingBean;
import dev.mqttra.netty.ScriptedBroker;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bean that shares its subscription, where the broker cannot: that is told, and nothing is subscribed. */
class SharedSubscriptionIT {

    @RegisterExtension
    final Administrator administrator = new Administrator();

    @Test
    void aBrokerThatHasNoSharedSubscriptions() throws IOException {
        try (ScriptedBroker broker = ScriptedBroker.withoutSharedSubscriptions()) {
            refused(
                    broker,
                    "activation property sharedSubscription ('crew') needs shared subscriptions, which the broker"
                            + " says it does not have; leave it out, or use a broker that has them");
            assertThat(broker.subscribed()).isZero();
        }
    }

    @Test
    void aBrokerOfAnOlderVersion() throws IOException {
        try (ScriptedBroker broker = ScriptedBroker.ofVersion311()) {
            refused(
                    broker,
                    "activation property sharedSubscription ('crew') needs MQTT 5.0, which the broker does not"
                            + " speak; leave it out, or use a broker that does");
        }
    }

    /** In the log once, by the name of the bean, and to be seen by JMX. */
    private void refused(ScriptedBroker broker, String why) throws IOException {
        int before = TestServer.log().length();
        administrator.deploy(
                App.NAME, Archives.ear(Map.of("serverUri", "tcp://127.0.0.1:" + broker.port()), SharingBean.class));

        new App().awaitAttribute(SharingBean.class, "State", "REFUSED: " + why);
        await().atMost(Device.LIMIT).untilAsserted(() -> assertThat(
                        TestServer.log().substring(before))
                .containsOnlyOnce("Bean " + SharingBean.class.getName() + " does not get its messages: " + why));
    }
}
