package dev.mqttra.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The broker's own refusals, as its command line says them. */
class OptionNamesTest {

    @Test
    void aValueThatIsRefusedIsNamedAsItsOption() {
        assertRefusal(
                config -> config.maximumPacketSize(7), "--maximum-packet-size is 7; it must be 1024 to 268435460");
        assertRefusal(config -> config.host(" "), "--host is ' '; it must be an address or a host name");
    }

    @Test
    void timesAreSecondsAsInTheOptions() {
        assertRefusal(
                config -> config.maximumSessionExpiry(Duration.ofSeconds(-5)),
                "--maximum-session-expiry is -5 s; it must be 1 s to 3153600000 s");
    }

    @Test
    void whatCannotBeOpenedIsNamedByItsOptionsToo() {
        assertRefusal(
                config -> config.host("0.0.0.0"),
                "host 0.0.0.0 (--host) is reachable from other machines and there is no authenticator: listen on"
                        + " 127.0.0.1, or set --allow-anonymous-remote if anybody may connect");
        assertRefusal(
                config -> config.host("no-such-host.invalid"),
                "cannot listen on host no-such-host.invalid (--host): no such address. It must be an address of this"
                        + " machine");
    }

    private static void assertRefusal(Consumer<BrokerConfig.Builder> change, String message) {
        BrokerConfig.Builder builder = BrokerConfig.builder().port(0);
        change.accept(builder);
        Exception refusal = catchThrowableOfType(
                Exception.class, () -> Broker.start(builder.build()).close());
        assertThat(OptionNames.in(refusal.getMessage())).isEqualTo(message);
    }
}
