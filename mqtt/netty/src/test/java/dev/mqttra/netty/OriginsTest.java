package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // origin, host, to a loopback address, may connect
                "none, 127.0.0.1:8083, true, true",
                "none, example.com, false, true",
                "http://localhost:8080, 127.0.0.1:8083, true, true",
                "http://127.0.0.1:8083, 127.0.0.1:8083, true, true",
                "http://[::1]:8083, [::1]:8083, true, true",
                "https://evil.example, 127.0.0.1:8083, true, false",
                "https://localhost.evil.example, localhost:8083, true, false",
                "https://127.evil.example, localhost:8083, true, false",
                // A name of the stranger's that resolves to a loopback address.
                "http://evil.example:8083, evil.example:8083, true, false",
                "http://localhost:8080, evil.example:8083, true, false",
                "http://broker.example, broker.example:8083, false, true",
                "http://BROKER.example, broker.example, false, true",
                "https://evil.example, broker.example, false, false",
                "http://localhost, broker.example, false, false",
                // A page from a file, or of a frame that is shut in.
                "null, 127.0.0.1:8083, true, false",
                "http://localhost, none, true, false",
                "%, localhost, true, false",
                "https://listed.example, 127.0.0.1, true, true",
                "https://LISTED.example, broker.example, false, true",
                "http://listed.example, broker.example, false, false"
            })
    void ofAPage(String origin, String host, boolean loopback, boolean allowed) {
        List<String> listed = List.of("https://listed.example");

        assertThat(Origins.allowed(listed, origin, host, loopback)).isEqualTo(allowed);
        assertThat(Origins.allowed(List.of("*"), origin, host, loopback)).isTrue();
    }
}
