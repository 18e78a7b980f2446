package dev.mqttra.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys and certificates as text, the form in which most tools give them. */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private Pem() {}

    /** A key store, without a password, with one key and its certificates. */
    static KeyStore identity(Path certificates, Path key) {
        Certificate[] chain = certificates(certificates).toArray(Certificate[]::new);
        try {
            PrivateKey secret = key(key, chain[0].getPublicKey().getAlgorithm());
            KeyStore store = empty();
            store.setKeyEntry("key", secret, new char[0], chain);
            if (!belongs(secret, chain[0].getPublicKey())) {
                throw new IllegalArgumentException("it is not that of the certificate in " + certificates);
            }
            return store;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("key " + key + " cannot be used: " + why(e), e);
        }
    }

    /** Without this every handshake would fail, and no start. */
    private static boolean belongs(PrivateKey secret, PublicKey open) throws GeneralSecurityException {
        String algorithm =
                switch (open.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> open.getAlgorithm();
                };
        byte[] something = {1, 2, 3};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(secret);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(something);
        return signature.verify(signed);
    }

    /** The message of a missing file is its name, which was said before. */
    private static String why(Exception e) {
        return e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
    }

    /** A key store of certificates alone. */
    static KeyStore trusted(Path certificates) {
        try {
            KeyStore store = empty();
            for (Certificate certificate : certificates(certificates)) {
                store.setCertificateEntry("certificate-" + store.size(), certificate);
            }
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        try {
            // The key may be in the same file: that is none of the certificates' business.
            String text = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .replaceAll("");
            Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
            if (read.isEmpty()) {
                throw new IllegalArgumentException("certificate " + file + " cannot be read: there is none in it");
            }
            return read;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("certificate " + file + " cannot be read: " + why(e), e);
        }
    }

    private static PrivateKey key(Path file, String algorithm) throws IOException, GeneralSecurityException {
        Matcher key = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!key.find()) {
            throw new IllegalArgumentException(
                    "it has no 'BEGIN PRIVATE KEY'; 'openssl pkcs8 -topk8 -nocrypt' makes such a key of others");
        }
        byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    }
}
