package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path folder;

    private static Certificates server;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = Certificates.create(folder, "server", "dns:localhost");
    }

    @Test
    void aServerNeedsACertificate() {
        assertThat(Tls.ofPlatform().hasCertificate()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListenerConfig(1024, 1024, Tls.ofPlatform(), null, new Traffic()))
                .withMessageContaining("certificate");
    }

    @Test
    void theServersNameIsSaidAndItsCertificateVerified() {
        SSLEngine engine = Tls.ofPlatform().client("broker.example", 8883).engine();
        assertThat(engine.getSSLParameters().getServerNames()).containsExactly(new SNIHostName("broker.example"));
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        assertThat(Tls.ofPlatform()
                        .client("127.0.0.1", 8883)
                        .engine()
                        .getSSLParameters()
                        .getServerNames())
                .isNullOrEmpty();
    }

    @Test
    void namesTheFileThatIsWrong() throws Exception {
        Path none = folder.resolve("none");
        Path empty = Files.createFile(folder.resolve("empty"));
        assertWrong(b -> b.certificate(none, server.key()), "certificate " + none);
        assertWrong(b -> b.certificate(empty, server.key()), "certificate " + empty);
        assertWrong(
                b -> b.certificate(server.certificate(), none),
                "key " + none + " cannot be used: there is no such file");
        Certificates other = Certificates.create(folder, "other", "dns:localhost");
        assertWrong(
                b -> b.certificate(server.certificate(), other.key()),
                "key " + other.key() + " cannot be used: it is not that of the certificate in " + server.certificate());
        assertWrong(b -> b.certificate(server.certificate(), server.certificate()), "BEGIN PRIVATE KEY");
        assertWrong(b -> b.keyStore(server.keyStore(), "wrong"), "key store " + server.keyStore());
        assertWrong(b -> b.keyStore(none, "x"), "key store " + none);
        assertWrong(b -> b.trustedCertificates(empty), "certificate " + empty);
        assertWrong(b -> b.trustStore(none, "x"), "trust store " + none);
    }

    @Test
    void clientsCertificatesAreNotTrustedJustBecauseThePlatformDoes() {
        assertWrong(
                b -> b.keyStore(server.keyStore(), Certificates.PASSWORD).clientCertificateRequired(true), "trusted");
    }

    private static void assertWrong(java.util.function.Consumer<Tls.Builder> said, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    Tls.Builder builder = Tls.builder();
                    said.accept(builder);
                    builder.build();
                })
                .withMessageContaining(message);
    }
}
