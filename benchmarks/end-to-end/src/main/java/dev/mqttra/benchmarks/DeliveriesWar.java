package dev.mqttra.benchmarks;

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
import java.util.stream.Collectors;

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
            put(war, "WEB-INF/beans.xml", BEANS.getBytes(StandardCharsets.UTF_8));
            put(war, "WEB-INF/ejb-jar.xml", ejbJar().getBytes(StandardCharsets.UTF_8));
            put(war, "WEB-INF/glassfish-ejb-jar.xml", glassfishEjbJar().getBytes(StandardCharsets.UTF_8));
            put(war, "WEB-INF/jboss-ejb3.xml", jbossEjb3().getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void put(JarOutputStream war, String path, byte[] content) throws IOException {
        war.putNextEntry(new JarEntry(path));
        war.write(content);
        war.closeEntry();
    }

    private String ejbJar() {
        return """
                <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                  <enterprise-beans>
                %s  </enterprise-beans>
                </ejb-jar>
                """.formatted(beans.values().stream().map(this::bean).collect(Collectors.joining()));
    }

    private String bean(DeliveryCase one) {
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
        return """
                    <message-driven>
                      <ejb-name>%s</ejb-name>
                      <ejb-class>%s</ejb-class>
                      <messaging-type>dev.mqttra.api.%s</messaging-type>
                      <transaction-type>Container</transaction-type>
                      <activation-config>
                %s      </activation-config>
                    </message-driven>
                """.formatted(
                        one.ejbName(),
                        one.ejbClass(),
                        one.bean().equals("batch") ? "MqttEndpoint" : "MqttListener",
                        properties.entrySet().stream()
                                .map(property -> property(property.getKey(), property.getValue()))
                                .collect(Collectors.joining()));
    }

    private static String property(String name, String value) {
        return """
                        <activation-config-property>
                          <activation-config-property-name>%s</activation-config-property-name>
                          <activation-config-property-value>%s</activation-config-property-value>
                        </activation-config-property>
                """.formatted(name, value);
    }

    private String glassfishEjbJar() {
        return """
                <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
                    "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
                <glassfish-ejb-jar>
                  <enterprise-beans>
                %s  </enterprise-beans>
                </glassfish-ejb-jar>
                """.formatted(bindings("""
                            <ejb>
                              <ejb-name>%s</ejb-name>
                              <mdb-resource-adapter>
                                <resource-adapter-mid>%s</resource-adapter-mid>
                              </mdb-resource-adapter>
                            </ejb>
                        """));
    }

    private String jbossEjb3() {
        return """
                <jboss:ejb-jar xmlns:jboss="http://www.jboss.com/xml/ns/javaee"
                               xmlns="https://jakarta.ee/xml/ns/jakartaee"
                               xmlns:mdb="urn:resource-adapter-binding:2.0" version="4.0">
                  <assembly-descriptor>
                %s  </assembly-descriptor>
                </jboss:ejb-jar>
                """.formatted(bindings("""
                            <mdb:resource-adapter-binding>
                              <ejb-name>%s</ejb-name>
                              <mdb:resource-adapter-name>%s.rar</mdb:resource-adapter-name>
                            </mdb:resource-adapter-binding>
                        """));
    }

    /** @param binding of a bean's name and its adapter's */
    private String bindings(String binding) {
        return beans.keySet().stream()
                        .map(name -> binding.formatted(name, "mqtt-ra"))
                        .collect(Collectors.joining())
                + CALLED.stream().map(name -> binding.formatted(name, "caller")).collect(Collectors.joining());
    }

    private static final String BEANS = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="none"/>
            """;
}
