package dev.mqttra.benchmarks;

import dev.mqttra.servers.Descriptors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The application as it was built, with descriptors that make a bean for each case. */
final class DeliveriesWar {
    private static final List<String> CALLED =
            List.of("CalledPlainBean", "CalledTransactedBean", "CalledInsertingBean", "CalledBatchBean");

    private final Map<String, DeliveryCase> beans = new TreeMap<>();
    private final String serverUri;

    /** @param serverUri of the broker of the remote cases */
    DeliveriesWar(Collection<DeliveryCase> cases, String serverUri) {
        cases.forEach(one -> beans.put(one.ejbName(), one));
        this.serverUri = serverUri;
    }

    Path write(Path built, Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(new Attributes.Name("Dependencies"), "deployment.mqtt-ra.rar,deployment.caller.rar");
        try (JarFile application = new JarFile(built.toFile());
                OutputStream out = Files.newOutputStream(file);
                JarOutputStream war = new JarOutputStream(out, manifest)) {
            for (JarEntry entry : application.stream().toList()) {
                if (entry.getName().startsWith("WEB-INF/classes/") && !entry.isDirectory()) {
                    try (InputStream content = application.getInputStream(entry)) {
                        put(war, entry.getName(), content.readAllBytes());
                    }
                }
            }
            put(war, "WEB-INF/beans.xml", Descriptors.NO_CDI);
            put(
                    war,
                    "WEB-INF/ejb-jar.xml",
                    Descriptors.ejbJar(beans.values().stream().map(this::bean).toList()));
            put(war, "WEB-INF/glassfish-ejb-jar.xml", Descriptors.glassfishEjbJar(adapters()));
            put(war, "WEB-INF/jboss-ejb3.xml", Descriptors.jbossEjb3(adapters()));
        }
        return file;
    }

    private static void put(JarOutputStream war, String path, String text) throws IOException {
        put(war, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(JarOutputStream war, String path, byte[] content) throws IOException {
        war.putNextEntry(new JarEntry(path));
        war.write(content);
        war.closeEntry();
    }

    private Descriptors.Bean bean(DeliveryCase one) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("maxConcurrency", Integer.toString(one.atOnce()));
        if (!one.bean().equals("batch")) {
            properties.put("topicFilter", one.topic());
            properties.put("qos", "2");
        }
        if (one.bean().equals("principal")) {
            properties.put("runAsUser", "bench");
        }
        if (!one.isHosted()) {
            properties.put("serverUri", serverUri);
        }
        String listener = one.bean().equals("batch") ? "MqttEndpoint" : "MqttListener";
        return new Descriptors.Bean(
                one.ejbName(),
                one.ejbClass(),
                "dev.mqttra.api." + listener,
                !one.bean().equals("plain"),
                properties);
    }

    private Map<String, String> adapters() {
        Map<String, String> adapters = new TreeMap<>();
        beans.keySet().forEach(name -> adapters.put(name, "mqtt-ra"));
        CALLED.forEach(name -> adapters.put(name, "caller"));
        return adapters;
    }
}
