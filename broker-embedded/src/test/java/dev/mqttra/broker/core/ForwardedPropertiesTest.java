package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a publisher of 5.0 says about its message reaches every subscriber as it was said. */
class ForwardedPropertiesTest {
    private static final Properties ALL = Properties.builder()
            .number(Property.PAYLOAD_FORMAT_INDICATOR, 1)
            .string(Property.CONTENT_TYPE, "text/plain")
            .string(Property.RESPONSE_TOPIC, "answers/here")
            .binary(Property.CORRELATION_DATA, new byte[] {0, -1, 7})
            .userProperty("b", "1")
            .userProperty("a", "2")
            .userProperty("b", "1")
            .build();

    private final Rig rig = new Rig();

    private static Message message(Properties properties) {
        return new Message(TopicName.of("x"), new byte[] {1}, properties);
    }

    private static List<Properties> got(Device device) {
        return device.takePackets().stream()
                .filter(packet -> packet instanceof Publish)
                .map(packet -> ((Publish) packet).message().properties())
                .toList();
    }

    /** [MQTT-3.3.2-4, MQTT-3.3.2-15, MQTT-3.3.2-16, MQTT-3.3.2-17, MQTT-3.3.2-18, MQTT-3.3.2-20]. */
    @Test
    void liveMessagesKeepTheirProperties() {
        Device first = rig.clean5("a").subscribe("x", QoS.EXACTLY_ONCE);
        Device second = rig.clean5("b").subscribe("#", QoS.AT_MOST_ONCE);
        rig.clean5("p").send(new Publish(message(ALL), QoS.AT_LEAST_ONCE, false, false, 1));
        assertThat(got(first)).containsExactly(ALL);
        assertThat(got(second)).containsExactly(ALL);
    }

    @Test
    void queuedMessagesKeepTheirProperties() {
        rig.persistent("a").subscribe("x", QoS.EXACTLY_ONCE).cut();
        rig.clean5("p").send(new Publish(message(ALL), QoS.EXACTLY_ONCE, false, false, 1));
        assertThat(got(rig.persistent("a"))).containsExactly(ALL);
    }

    @Test
    void retainedMessagesKeepTheirProperties() {
        rig.clean5("p").send(new Publish(message(ALL), QoS.AT_LEAST_ONCE, true, false, 1));
        assertThat(got(rig.clean5("a").subscribe("x", QoS.AT_MOST_ONCE))).containsExactly(ALL);
    }

    /** [MQTT-3.1.3-10]. */
    @Test
    void aWillKeepsItsProperties() {
        Device device = rig.clean5("a").subscribe("x", QoS.AT_MOST_ONCE);
        Will will = new Will(message(ALL), QoS.AT_MOST_ONCE, false);
        rig.open().up(Rig.connect5("p", true, 0, will, Properties.NONE)).cut();
        assertThat(got(device)).containsExactly(ALL);
    }

    /** [MQTT-3.3.4-6]: what a client publishes has no subscription identifier. */
    @Test
    void aClientsPublishWithASubscriptionIdentifierIsAProtocolError() {
        Device device = rig.clean5("p");
        device.send(
                new Publish(message(Rig.with(Property.SUBSCRIPTION_IDENTIFIER, 1)), QoS.AT_MOST_ONCE, false, false, 0));
        assertThat(device.take()).containsExactly("DISCONNECT PROTOCOL_ERROR");
        assertThat(device.closed()).isTrue();
    }
}
