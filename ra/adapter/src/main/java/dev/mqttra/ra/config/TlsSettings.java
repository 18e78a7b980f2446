package dev.mqttra.ra.config;

import static dev.mqttra.ra.config.PropertyRules.text;

import dev.mqttra.netty.Tls;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection trusts and who it is in TLS: files, which are read when {@link #open()} is called. Host names are always
 * checked.
 *
 * @param trusted null for whom the platform trusts
 * @param identity null for a client without a certificate
 */
public record TlsSettings(@Nullable Store trusted, @Nullable Store identity) {
    private static final String PEM = "PEM";

    /**
     * A file of keys or certificates.
     *
     * @param property the property that names it
     * @param password never in {@link #toString()}
     */
    public record Store(
            String property,
            String file,
            boolean pem,
            @Nullable String password) {

        static @Nullable Store of(
                String property, @Nullable String file, @Nullable String type, @Nullable String password) {
            String said = type == null ? null : type.toUpperCase(Locale.ROOT);
            if (said != null && !said.equals("PKCS12") && !said.equals("JKS") && !said.equals(PEM)) {
                throw new IllegalArgumentException(property + "Type must be PKCS12, JKS or PEM, not '" + type + "'");
            }
            if (file == null) {
                if (type != null || password != null) {
                    throw new IllegalArgumentException(
                            property + " must be set where " + property + (type != null ? "Type" : "Password") + " is");
                }
                return null;
            }
            boolean pem = said == null ? file.matches("(?i).*\\.(pem|crt|cer)") : said.equals(PEM);
            if (pem && password != null) {
                throw new IllegalArgumentException(property + "Password must not be set for the PEM file '" + file
                        + "', which is not encrypted; a key store with a password is PKCS12");
            }
            return new Store(property, file, pem, password);
        }

        private String passwordOrNone() {
            return password == null ? "" : password;
        }

        IllegalArgumentException unusable(IllegalArgumentException why) {
            return new IllegalArgumentException(property + " '" + file + "' cannot be used: " + why.getMessage() + "; "
                    + property + " must be a file that the server can read, " + property
                    + "Type (PKCS12, JKS or PEM) and "
                    + property + "Password must fit it");
        }

        /** Without the password. */
        @Override
        public String toString() {
            return property + " " + file;
        }
    }

    /** What a connection said, completed by the adapter; null where neither said anything. */
    static @Nullable TlsSettings of(ConnectionProperties own, ConnectionProperties adapter) {
        Store ownTrusted = trusted(own);
        Store ownIdentity = identity(own);
        Store trusted = ownTrusted == null ? trusted(adapter) : ownTrusted;
        Store identity = ownIdentity == null ? identity(adapter) : ownIdentity;
        return trusted == null && identity == null ? null : new TlsSettings(trusted, identity);
    }

    private static @Nullable Store trusted(ConnectionProperties from) {
        return Store.of(
                "trustStore",
                text(from.getTrustStore()),
                text(from.getTrustStoreType()),
                password(from.getTrustStorePassword()));
    }

    private static @Nullable Store identity(ConnectionProperties from) {
        return Store.of(
                "keyStore",
                text(from.getKeyStore()),
                text(from.getKeyStoreType()),
                password(from.getKeyStorePassword()));
    }

    /** An empty one is what a console leaves of one that nobody set. */
    private static @Nullable String password(@Nullable String password) {
        return password == null || password.isEmpty() ? null : password;
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException that names the property and the file
     */
    public Tls open() {
        Tls.Builder tls = Tls.builder();
        Store authorities = trusted;
        if (authorities != null) {
            try {
                Path file = Path.of(authorities.file);
                if (authorities.pem) {
                    tls.trustedCertificates(file);
                } else {
                    tls.trustStore(file, authorities.passwordOrNone());
                }
            } catch (IllegalArgumentException e) {
                throw authorities.unusable(e);
            }
        }
        Store own = identity;
        if (own != null) {
            try {
                Path file = Path.of(own.file);
                if (own.pem) {
                    tls.certificate(file, file);
                } else {
                    tls.keyStore(file, own.passwordOrNone());
                }
                return tls.build();
            } catch (IllegalArgumentException e) {
                throw own.unusable(e);
            }
        }
        return tls.build();
    }
}
