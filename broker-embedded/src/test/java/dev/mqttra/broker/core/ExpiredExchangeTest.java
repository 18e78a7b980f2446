package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.topic.TopicName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message that expires ends no exchange of QoS 2 that began before. */
class ExpiredExchangeTest {
    private final Rig rig = new Rig();

    private static Publish shortLived(boolean dup) {
        Properties expiry =
                Properties.builder().number(Property.MESSAGE_EXPIRY_INTERVAL, 1).build();
        return new Publish(new Message(TopicName.of("x"), new byte[] {'1'}, expiry), QoS.EXACTLY_ONCE, false, dup, 1);
    }

    private static List<String> exchange(Device device) {
        return device.take().stream().filter(text -> text.startsWith("PUB")).toList();
    }

    /** [MQTT-4.3.3-13] */
    @Test
    void theReceiverFinishesIt() {
        Device listener = rig.clean("l").subscribe("x", QoS.AT_MOST_ONCE);
        Device publisher = rig.clean5("p").send(shortLived(false));
        assertThat(exchange(listener)).containsExactly("PUBLISH x=1 qos0");
        rig.advance(Duration.ofSeconds(10));
        publisher.send(shortLived(true)).send(new PubRel(1, ReasonCode.SUCCESS));
        assertThat(exchange(publisher)).containsExactly("PUBREC id1", "PUBREC id1", "PUBCOMP id1");
        assertThat(exchange(listener)).isEmpty();
    }

    /** [MQTT-4.3.3-7] */
    @Test
    void theSenderRepeatsWhatItHadSent() {
        Device first = rig.persistent("s").subscribe("x", QoS.EXACTLY_ONCE);
        rig.clean5("p").send(shortLived(false));
        assertThat(exchange(first)).containsExactly("PUBLISH x=1 qos2 id1");
        first.cut();
        rig.advance(Duration.ofHours(1));
        Device second = rig.persistent("s");
        assertThat(exchange(second)).containsExactly("PUBLISH x=1 qos2 dup id1");
        Packet received = new PubRec(1, ReasonCode.SUCCESS);
        assertThat(exchange(second.send(received))).containsExactly("PUBREL id1");
        second.cut();
        rig.advance(Duration.ofHours(1));
        Device third = rig.persistent("s");
        assertThat(exchange(third)).containsExactly("PUBREL id1");
        third.send(new PubComp(1, ReasonCode.SUCCESS)).cut();
        assertThat(exchange(rig.persistent("s"))).isEmpty();
    }
}
