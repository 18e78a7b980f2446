package dev.mqttra.broker;

import dev.mqttra.netty.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the ports for TLS and WebSocket. */
final class MorePorts {
    private static final String PASSWORD_VARIABLE = "MQTT_BROKER_KEY_STORE_PASSWORD";

    @Option(names = "--tls-port", paramLabel = "PORT", description = "port for TLS, usually 8883 (default: none)")
    private @Nullable Integer tlsPort;

    @Option(names = "--ws-port", paramLabel = "PORT", description = "port for WebSocket (default: none)")
    private @Nullable Integer wsPort;

    @Option(names = "--wss-port", paramLabel = "PORT", description = "port for WebSocket over TLS (default: none)")
    private @Nullable Integer wssPort;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description = "the broker's certificate as PEM, with those that lead to its issuer behind it")
    private @Nullable Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "the certificate's key as PEM (BEGIN PRIVATE KEY)")
    private @Nullable Path key;

    @Option(
            names = "--key-store",
            paramLabel = "FILE",
            description = "certificate and key as PKCS12 or JKS instead; its password is taken from the environment"
                    + " variable " + PASSWORD_VARIABLE)
    private @Nullable Path keyStore;

    @Option(
            names = "--client-certificates",
            paramLabel = "FILE",
            description = "let only clients in over TLS whose certificate is in this PEM file, or issued by one in it")
    private @Nullable Path clientCertificates;

    @Option(names = "--web-socket-path", paramLabel = "PATH", description = "where MQTT is (default: /mqtt)")
    private @Nullable String webSocketPath;

    @Option(
            names = "--web-socket-origins",
            paramLabel = "ORIGIN",
            split = ",",
            description = "origins whose web pages may connect, such as https://example.com; * is all (default: only"
                    + " those of the broker's own host)")
    private @Nullable List<String> webSocketOrigins;

    /** Sets what was said. */
    void addTo(BrokerConfig.Builder config) {
        setPort("tlsPort", tlsPort, config::tlsPort);
        setPort("wsPort", wsPort, config::wsPort);
        setPort("wssPort", wssPort, config::wssPort);
        if (webSocketPath != null) {
            config.webSocketPath(webSocketPath);
        }
        if (webSocketOrigins != null) {
            config.webSocketOrigins(webSocketOrigins);
        }
        if (tlsPort != null || wssPort != null) {
            config.tls(tls());
        } else if (certificate != null || key != null || keyStore != null || clientCertificates != null) {
            throw new IllegalArgumentException("--certificate, --key, --key-store and --client-certificates are for"
                    + " --tls-port and --wss-port; give one of these");
        }
    }

    /** Where the broker listens at these ports. */
    List<String> uris(Broker broker, String host) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        String path = webSocketPath == null ? "/mqtt" : webSocketPath;
        List<String> uris = new ArrayList<>();
        if (tlsPort != null) {
            uris.add("ssl://" + name + ":" + broker.tlsPort());
        }
        if (wsPort != null) {
            uris.add("ws://" + name + ":" + broker.wsPort() + path);
        }
        if (wssPort != null) {
            uris.add("wss://" + name + ":" + broker.wssPort() + path);
        }
        return uris;
    }

    private Tls tls() {
        Tls.Builder tls = Tls.builder();
        if (keyStore != null) {
            String password = System.getenv(PASSWORD_VARIABLE);
            if (password == null) {
                throw new IllegalArgumentException(
                        "the environment variable " + PASSWORD_VARIABLE + " must be set where --key-store is");
            }
            tls.keyStore(keyStore, password);
        } else if (certificate != null && key != null) {
            tls.certificate(certificate, key);
        } else {
            throw new IllegalArgumentException(
                    "--tls-port and --wss-port need --certificate and --key, or --key-store");
        }
        if (clientCertificates != null) {
            tls.trustedCertificates(clientCertificates).clientCertificateRequired(true);
        }
        return tls.build();
    }

    private static void setPort(String property, @Nullable Integer port, java.util.function.IntConsumer set) {
        if (port == null) {
            return;
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(property + " is " + port + "; it must be 0 to 65535");
        }
        set.accept(port);
    }
}
