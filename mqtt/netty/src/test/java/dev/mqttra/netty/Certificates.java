package dev.mqttra.netty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Keys with self-signed certificates, made by the JDK's keytool.
 *
 * @param keyStore PKCS12 with the key
 * @param certificate the certificate as PEM
 * @param key the key as PEM
 */
public record Certificates(Path keyStore, Path certificate, Path key) {
    public static final String PASSWORD = "secret1";

    /** A key for a name: of a host ("dns:localhost", "ip:127.0.0.1") or of nobody's. */
    public static Certificates create(Path folder, String name, String subjects) throws Exception {
        Path keyStore = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg", "EC"));
        command.addAll(List.of("-groupname", "secp256r1", "-alias", name, "-dname", "CN=" + name, "-validity", "2"));
        command.addAll(List.of("-ext", "SAN=" + subjects, "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", keyStore.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
        return new Certificates(keyStore, folder.resolve(name + ".crt"), folder.resolve(name + ".key")).write(name);
    }

    /** A key for this machine: localhost and 127.0.0.1. */
    public static Certificates ofThisMachine(Path folder) throws Exception {
        return create(folder, "server", "dns:localhost,ip:127.0.0.1");
    }

    private Certificates write(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
        Files.writeString(
                certificate, pem("CERTIFICATE", store.getCertificate(name).getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
        return this;
    }

    private static String pem(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }
}
