package dev.mqttra.kill;

import dev.mqttra.kill.app.Rows;
import dev.mqttra.servers.Descriptors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/** The WAR that is deployed beside the adapter: one bean for each channel, of one class, told apart by the descriptor. */
final class Application {
    private static final List<String> CLASSES =
            List.of("StoringBean", "StoringBean$Watched", "Steps", "Rows", "RowsServlet");

    private Application() {}

    /** @param properties of each bean's activation, beside those of its channel */
    static Path write(Path file, List<Station> stations, Map<String, String> properties) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Dependencies"), "deployment.mqtt-ra.rar");
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream war = new JarOutputStream(out, manifest)) {
            for (String name : CLASSES) {
                String path = "dev/mqttra/kill/app/" + name + ".class";
                try (InputStream in = Rows.class.getClassLoader().getResourceAsStream(path)) {
                    if (in == null) {
                        throw new IOException(path + " is not on the class path");
                    }
                    put(war, "WEB-INF/classes/" + path, in.readAllBytes());
                }
            }
            List<Descriptors.Bean> beans =
                    stations.stream().map(station -> bean(station, properties)).toList();
            put(war, "WEB-INF/ejb-jar.xml", Descriptors.ejbJar(beans));
            Map<String, String> adapters =
                    beans.stream().collect(Collectors.toMap(Descriptors.Bean::name, bean -> "mqtt-ra"));
            put(war, "WEB-INF/glassfish-ejb-jar.xml", Descriptors.glassfishEjbJar(adapters));
            put(war, "WEB-INF/jboss-ejb3.xml", Descriptors.jbossEjb3(adapters));
            put(war, "WEB-INF/beans.xml", Descriptors.NO_CDI);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return file;
    }

    private static void put(JarOutputStream war, String path, String text) throws IOException {
        put(war, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(JarOutputStream war, String path, byte[] content) throws IOException {
        war.putNextEntry(new ZipEntry(path));
        war.write(content);
        war.closeEntry();
    }

    private static Descriptors.Bean bean(Station station, Map<String, String> more) {
        Channel channel = station.channel();
        Map<String, String> properties = new LinkedHashMap<>(more);
        properties.put("topicFilter", channel.topic());
        properties.put("qos", Integer.toString(channel.qos().value()));
        if (!channel.isHosted()) {
            properties.put("clientId", channel.clientId());
            properties.put("cleanStart", "false");
            properties.put("serverUri", station.network().uri());
            properties.put("reconnectDelay", "100");
            properties.put("maximumReconnectDelay", "1000");
        }
        return new Descriptors.Bean(
                channel.bean(), "dev.mqttra.kill.app.StoringBean", "dev.mqttra.api.MqttListener", true, properties);
    }
}
