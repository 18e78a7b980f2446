package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mqttra.netty.ServerUri.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUriTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://broker, tcp://broker:1883",
        "tcp://broker:1, tcp://broker:1",
        "ssl://broker, ssl://broker:8883",
        "ws://broker, ws://broker:80/mqtt",
        "wss://broker/, wss://broker:443/",
        "WSS://broker:8084/a/b?token=1, wss://broker:8084/a/b?token=1",
        "ws://broker?token=1, ws://broker:80/mqtt?token=1",
        "tcp://[::1]:7, tcp://[::1]:7"
    })
    void completesWhatIsLeftOut(String text, String whole) {
        assertThat(ServerUri.parse(text)).hasToString(whole);
    }

    @Test
    void takesAnAddressOfIpVersion6OutOfItsBrackets() {
        assertThat(ServerUri.parse("ssl://[::1]")).isEqualTo(new ServerUri(Scheme.SSL, "::1", 8883, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "broker",
                "broker:1883",
                "http://broker",
                "tcp://",
                "tcp://broker/path",
                "ssl://broker?query",
                "tcp://broker:0",
                "tcp://broker:65536",
                "ws://broker/mqtt#fragment",
                "tcp://bro ker"
            })
    void saysWhatWouldBeRight(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerUri.parse(text))
                .withMessageContaining("tcp://host:port")
                .withMessageContaining("'" + text + "'");
    }

    @Test
    void doesNotRepeatAPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerUri.parse("tcp://me:secret@broker"))
                .withMessageContaining("'tcp://***@broker'")
                .withMessageNotContaining("secret");
    }
}
