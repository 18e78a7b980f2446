package dev.mqttra.kill;

import dev.mqttra.kill.app.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
            put(war, "WEB-INF/ejb-jar.xml", ejbJar(stations, properties));
            put(war, "WEB-INF/glassfish-ejb-jar.xml", glassfishEjbJar(stations));
            put(war, "WEB-INF/jboss-ejb3.xml", JBOSS_EJB3);
            // Nothing is injected by CDI, and not starting it makes each start of the server a little shorter.
            put(war, "WEB-INF/beans.xml", BEANS);
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

    private static String ejbJar(List<Station> stations, Map<String, String> properties) {
        String more = properties.entrySet().stream()
                .map(property -> property(property.getKey(), property.getValue()))
                .collect(Collectors.joining());
        return """
                <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                  <enterprise-beans>
                %s  </enterprise-beans>
                </ejb-jar>
                """.formatted(each(stations, station -> bean(station, more)));
    }

    private static String bean(Station station, String more) {
        Channel channel = station.channel();
        return """
                    <message-driven>
                      <ejb-name>%s</ejb-name>
                      <ejb-class>dev.mqttra.kill.app.StoringBean</ejb-class>
                      <messaging-type>dev.mqttra.api.MqttListener</messaging-type>
                      <transaction-type>Container</transaction-type>
                      <activation-config>
                %s      </activation-config>
                    </message-driven>
                """.formatted(
                        channel.bean(),
                        property("topicFilter", channel.topic())
                                + property("qos", "" + channel.qos().value())
                                + property("clientId", channel.clientId())
                                + property("cleanStart", "false")
                                + property("serverUri", station.network().uri())
                                + property("reconnectDelay", "100")
                                + property("maximumReconnectDelay", "1000")
                                + more);
    }

    private static String property(String name, String value) {
        return """
                        <activation-config-property>
                          <activation-config-property-name>%s</activation-config-property-name>
                          <activation-config-property-value>%s</activation-config-property-value>
                        </activation-config-property>
                """.formatted(name, value);
    }

    private static String glassfishEjbJar(List<Station> stations) {
        return """
                <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
                    "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
                <glassfish-ejb-jar>
                  <enterprise-beans>
                %s  </enterprise-beans>
                </glassfish-ejb-jar>
                """.formatted(each(
                stations, station -> """
                            <ejb>
                              <ejb-name>%s</ejb-name>
                              <mdb-resource-adapter>
                                <resource-adapter-mid>mqtt-ra</resource-adapter-mid>
                              </mdb-resource-adapter>
                            </ejb>
                        """.formatted(station.channel().bean())));
    }

    private static String each(List<Station> stations, Function<Station, String> text) {
        return stations.stream().map(text).collect(Collectors.joining());
    }

    private static final String BEANS = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="none"/>
            """;

    private static final String JBOSS_EJB3 = """
            <jboss:ejb-jar xmlns:jboss="http://www.jboss.com/xml/ns/javaee"
                           xmlns="https://jakarta.ee/xml/ns/jakartaee"
                           xmlns:mdb="urn:resource-adapter-binding:2.0" version="4.0">
              <assembly-descriptor>
                <mdb:resource-adapter-binding>
                  <ejb-name>*</ejb-name>
                  <mdb:resource-adapter-name>mqtt-ra.rar</mdb:resource-adapter-name>
                </mdb:resource-adapter-binding>
              </assembly-descriptor>
            </jboss:ejb-jar>
            """;
}
