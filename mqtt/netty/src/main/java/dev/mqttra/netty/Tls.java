package dev.mqttra.netty;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Who one is in TLS, and whom one trusts: for the ports of a broker and for connections to one. Immutable and
 * thread-safe. Files are read when it is built; a renewed certificate takes effect with a new one.
 *
 * <p>TLS 1.3 and 1.2 as the JDK implements them. A handshake computes on the loop of its connection, about a
 * millisecond.
 */
public final class Tls {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final boolean certificate;
    private final boolean verifyHostName;
    private final boolean clientCertificateRequired;

    private Tls(SSLContext context, Builder from) {
        this.context = context;
        this.certificate = from.identity != null;
        this.verifyHostName = from.verifyHostName;
        this.clientCertificateRequired = from.clientCertificateRequired;
    }

    /** What a client needs mostly: the certificates that the platform trusts, none of its own, host names verified. */
    public static Tls ofPlatform() {
        return builder().build();
    }

    /** A builder that gives what {@link #ofPlatform()} does. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether it has a certificate of its own, as a server needs. */
    public boolean hasCertificate() {
        return certificate;
    }

    /** Whether clients of a server must show a certificate that it trusts. */
    public boolean clientCertificateRequired() {
        return clientCertificateRequired;
    }

    SslHandler server() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(VERSIONS);
        engine.setNeedClientAuth(clientCertificateRequired);
        return handler(engine);
    }

    SslHandler client(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(VERSIONS);
        SSLParameters parameters = engine.getSSLParameters();
        if (verifyHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        return handler(engine);
    }

    /** No timer of the handshake's own: whoever opened the connection has one for everything until it is accepted. */
    private static SslHandler handler(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Collects what it consists of. Not thread-safe. */
    public static final class Builder {
        private @Nullable KeyStore identity;
        private @Nullable KeyStore trusted;
        private String password = "";
        private boolean verifyHostName = true;
        private boolean clientCertificateRequired;

        private Builder() {}

        /**
         * Who one is, as PEM files: the certificate, with those that lead to its issuer behind it, and its private key,
         * which is not encrypted (PKCS #8: {@code BEGIN PRIVATE KEY}).
         *
         * @throws IllegalArgumentException that names the file, if it cannot be read
         */
        public Builder certificate(Path certificates, Path key) {
            password = "";
            identity = Pem.identity(certificates, key);
            return this;
        }

        /**
         * Who one is, as a key store (PKCS12 or JKS) whose keys have the password of the store.
         *
         * @throws IllegalArgumentException that names the file, if it cannot be read
         */
        public Builder keyStore(Path file, String storePassword) {
            password = Objects.requireNonNull(storePassword);
            identity = load(file, storePassword, "key store");
            return this;
        }

        /**
         * Whom one trusts instead of whom the platform does, as a PEM file of certificates.
         *
         * @throws IllegalArgumentException that names the file, if it cannot be read
         */
        public Builder trustedCertificates(Path certificates) {
            trusted = Pem.trusted(certificates);
            return this;
        }

        /**
         * Whom one trusts instead of whom the platform does, as a key store (PKCS12 or JKS) of certificates.
         *
         * @throws IllegalArgumentException that names the file, if it cannot be read
         */
        public Builder trustStore(Path file, String storePassword) {
            trusted = load(file, Objects.requireNonNull(storePassword), "trust store");
            return this;
        }

        /**
         * Whether a client checks that the server's certificate is for the host that it wanted. Default yes: without it
         * whoever has any trusted certificate can be in the middle.
         */
        public Builder verifyHostName(boolean value) {
            verifyHostName = value;
            return this;
        }

        /**
         * Whether a server closes connections of clients without a certificate that it trusts. Default no: clients are
         * not asked for one. Who is trusted must be said then: not everybody whom the platform's authorities certified.
         */
        public Builder clientCertificateRequired(boolean value) {
            clientCertificateRequired = value;
            return this;
        }

        /**
         * Puts it together.
         *
         * @throws IllegalArgumentException that says what does not fit: a key without the right password, for example
         */
        public Tls build() {
            if (clientCertificateRequired && trusted == null) {
                throw new IllegalArgumentException(
                        "clients' certificates are required, so the certificates that are trusted must be given");
            }
            try {
                KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                keys.init(identity, password.toCharArray());
                TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(trusted);
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(identity == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
                return new Tls(context, this);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException(
                        "the keys and certificates cannot be used for TLS: " + e.getMessage(), e);
            }
        }

        private static KeyStore load(Path file, String password, String what) {
            try {
                return KeyStore.getInstance(file.toFile(), password.toCharArray());
            } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
                throw new IllegalArgumentException(what + " " + file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
