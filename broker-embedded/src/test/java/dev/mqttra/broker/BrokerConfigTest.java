package dev.mqttra.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.netty.Tls;
import dev.mqttra.protocol.packet.ReasonCode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {

    @Test
    void isSafeByDefault() {
        BrokerConfig config = BrokerConfig.builder().build();
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(1883);
        assertThat(config.allowAnonymousRemote()).isFalse();
        assertThat(config.tlsPort()).isEqualTo(-1);
        assertThat(config.wsPort()).isEqualTo(-1);
        assertThat(config.wssPort()).isEqualTo(-1);
        assertThat(config.webSocketOrigins()).isEmpty();
    }

    @Test
    void doesNotChangeWithItsBuilder() {
        BrokerConfig.Builder builder = BrokerConfig.builder().port(1);
        BrokerConfig config = builder.build();
        builder.port(2);
        assertThat(config.port()).isEqualTo(1);
        assertThat(config.toBuilder().name("other").build().port()).isEqualTo(1);
        assertThat(config.name()).isEqualTo("mqtt");
    }

    @Test
    void namesThePropertyThatIsWrongAndSaysWhatWouldBeRight() {
        assertWrong(b -> b.port(65_536), "port is 65536; it must be -1 to 65535");
        assertWrong(b -> b.wsPort(-2), "wsPort is -2; it must be -1 to 65535");
        assertWrong(
                b -> b.tlsPort(0),
                "tls is not set; it must be set with a certificate and its key where tlsPort or wssPort is");
        assertWrong(
                b -> b.wssPort(0).tls(Tls.ofPlatform()),
                "tls is without a certificate; it must be set with a certificate and its key where tlsPort or wssPort is");
        assertWrong(b -> b.webSocketPath("mqtt"), "webSocketPath is 'mqtt'; it must be a path such as /mqtt");
        for (String origin : new String[] {"example.com", "https://example.com/page", ""}) {
            assertWrong(
                    b -> b.webSocketOrigins(List.of(origin)),
                    "webSocketOrigins is '" + origin + "'; it must be origins such as https://example.com, or *");
        }
        assertWrong(b -> b.maximumBytesBeforeConnect(0), "maximumBytesBeforeConnect is 0; it must be at least 1024");
        assertWrong(
                b -> b.maximumRetainedAge(Duration.ZERO), "maximumRetainedAge is PT0S; it must be PT1S to PT876000H");
        assertWrong(
                b -> b.acknowledgementTimeout(Duration.ofMillis(999)),
                "acknowledgementTimeout is PT0.999S; it must be PT1S to PT876000H");
        assertWrong(
                b -> b.systemInterval(Duration.ofMillis(1)), "systemInterval is PT0.001S; it must be PT1S to PT24H");
        assertWrong(
                b -> b.subscribeRefusal(ReasonCode.SUCCESS),
                "subscribeRefusal is SUCCESS; it must be one of [UNSPECIFIED_ERROR, IMPLEMENTATION_SPECIFIC_ERROR,"
                        + " NOT_AUTHORIZED]");
        assertWrong(b -> b.name(" "), "name is ' '; it must be not blank");
        assertWrong(b -> b.maximumInFlight(0), "maximumInFlight is 0; it must be 1 to 65535");
        assertWrong(b -> b.maximumConnections(0), "maximumConnections is 0; it must be at least 1");
        assertWrong(b -> b.connectTimeout(Duration.ofHours(2)), "connectTimeout is PT2H; it must be PT0.001S to PT1H");
        assertWrong(
                b -> b.maximumSessionExpiry(Duration.ZERO),
                "maximumSessionExpiry is PT0S; it must be PT1S to PT876000H");
        assertWrong(b -> b.maximumKeepAlive(Duration.ZERO), "maximumKeepAlive is PT0S; it must be PT1S to PT18H12M15S");
        assertWrong(b -> b.topicAliasMaximum(65_536), "topicAliasMaximum is 65536; it must be 0 to 65535");
        assertWrong(
                b -> b.responseInformation(" "),
                "responseInformation is ' '; it must be 1 to 1000 characters, or none");
        assertWrong(b -> b.maximumRetainedBytes(-1), "maximumRetainedBytes is -1; it must be at least 0");
    }

    private static void assertWrong(Consumer<BrokerConfig.Builder> change, String message) {
        BrokerConfig.Builder builder = BrokerConfig.builder();
        change.accept(builder);
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
    }
}
