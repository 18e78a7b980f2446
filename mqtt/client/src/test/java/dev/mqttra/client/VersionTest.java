package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which version is spoken with which server. */
class VersionTest {
    private static final ConnAck LEVEL_REFUSED = new ConnAck(false, ReasonCode.UNSUPPORTED_PROTOCOL_VERSION);
    private static final ProtocolViolation UNREADABLE =
            new ProtocolViolation(ReasonCode.MALFORMED_PACKET, "no reason code is 1");

    private final Rig rig = new Rig(Rig.config(null).keepAlive(Duration.ZERO));

    /** The version of the CONNECT on the next link that opens. */
    private MqttVersion next() {
        rig.nextLink();
        return version();
    }

    private MqttVersion version() {
        return ((Connect) rig.written().get(0)).version();
    }

    @Test
    void version5IsTriedFirstAndKept() {
        rig.client.start();
        assertThat(version()).isEqualTo(MqttVersion.V5_0);
        assertThat(rig.link().agreement.version()).isEqualTo(MqttVersion.V5_0);
        assertThat(rig.client.terms()).isNull();
        rig.accept(false);
        assertThat(rig.client.terms().version()).isEqualTo(MqttVersion.V5_0);
        rig.link().lose();
        assertThat(rig.client.terms()).isNull();
        assertThat(next()).isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void aServerThatRefusesTheLevelIsSpokenToInItsOwnAtOnceAndForAnHour() {
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(LEVEL_REFUSED);
        rig.owner.pass(Duration.ZERO);
        assertThat(version()).isEqualTo(MqttVersion.V3_1_1);
        rig.accept(false);
        assertThat(rig.client.terms().version()).isEqualTo(MqttVersion.V3_1_1);
        assertThat(rig.events.all).as("no failure").containsExactly("connected false");
        rig.link().lose();
        assertThat(next()).isEqualTo(MqttVersion.V3_1_1);
        rig.accept(false);
        rig.owner.pass(Duration.ofMinutes(59));
        rig.link().lose();
        assertThat(next()).isEqualTo(MqttVersion.V3_1_1);
        rig.accept(false);
        rig.owner.pass(Duration.ofMinutes(2));
        rig.link().lose();
        assertThat(next()).as("the server may be newer by now").isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void anAnswerThatCannotBeReadIsThatOfAnOldServer() {
        rig.client.start();
        rig.owner.runAll();
        rig.link().violate(UNREADABLE);
        rig.owner.pass(Duration.ZERO);
        assertThat(version()).isEqualTo(MqttVersion.V3_1_1);
        rig.accept(false);
        rig.link().lose();
        assertThat(next()).isEqualTo(MqttVersion.V3_1_1);
    }

    @Test
    void aServerThatClosesIsAskedOnceInTheOlderVersion() {
        rig.client.start();
        assertThat(version()).isEqualTo(MqttVersion.V5_0);
        rig.link().lose();
        rig.owner.pass(Duration.ZERO);
        assertThat(version()).isEqualTo(MqttVersion.V3_1_1);
        rig.link().lose();
        assertThat(rig.events.all).containsExactly("failed 1: simulated: reset by peer");
        assertThat(next()).as("it was only down").isEqualTo(MqttVersion.V5_0);
        rig.link().lose();
        rig.owner.pass(Duration.ZERO);
        rig.accept(false);
        rig.link().lose();
        assertThat(next()).as("closing proves nothing").isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void aServerThatRefusesTheOlderLevelTooIsAskedFor5Again() {
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(LEVEL_REFUSED);
        rig.owner.pass(Duration.ZERO);
        rig.link().receive(LEVEL_REFUSED);
        assertThat(rig.events.all).containsExactly("refused 1: UNSUPPORTED_PROTOCOL_VERSION");
        assertThat(next()).isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void eachServerHasItsOwnVersion() {
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(LEVEL_REFUSED);
        rig.owner.pass(Duration.ZERO);
        rig.link().lose();
        rig.server = "two";
        assertThat(next()).isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void anotherRefusalIsNoMatterOfTheVersion() {
        rig.client.start();
        rig.owner.runAll();
        rig.link().receive(new ConnAck(false, ReasonCode.NOT_AUTHORIZED));
        assertThat(rig.events.all).containsExactly("refused 1: NOT_AUTHORIZED");
        assertThat(next()).isEqualTo(MqttVersion.V5_0);
        rig.owner.pass(Duration.ofSeconds(10));
        assertThat(rig.events.all.get(1)).as("nor is silence").contains("no CONNACK");
        assertThat(next()).isEqualTo(MqttVersion.V5_0);
    }

    @Test
    void aFixedVersionStays() {
        for (MqttVersion version : MqttVersion.values()) {
            Rig fixed = new Rig(Rig.config(version));
            for (int i = 1; i <= 3; i++) {
                if (i == 1) {
                    fixed.client.start();
                } else {
                    fixed.nextLink();
                }
                assertThat(((Connect) fixed.written().get(0)).version()).isEqualTo(version);
                fixed.link().receive(LEVEL_REFUSED);
                assertThat(fixed.events.all).endsWith("refused " + i + ": UNSUPPORTED_PROTOCOL_VERSION");
            }
        }
    }

    /** Without AUTH it would be somebody else's connection. */
    @Test
    void whoAuthenticatesByAuthSpeaks5Only() {
        Rig secret = new Rig(Rig.config(null).authentication(new SharedSecret("m")));
        secret.client.start();
        secret.owner.runAll();
        secret.link().receive(LEVEL_REFUSED);
        assertThat(secret.events.all).containsExactly("refused 1: UNSUPPORTED_PROTOCOL_VERSION");
        secret.nextLink();
        assertThat(((Connect) secret.written().get(0)).version()).isEqualTo(MqttVersion.V5_0);
    }
}
