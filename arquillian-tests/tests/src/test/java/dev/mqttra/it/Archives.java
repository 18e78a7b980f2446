package dev.mqttra.it;

import dev.mqttra.it.app.Controls;
import dev.mqttra.it.app.Journal;
import dev.mqttra.it.app.Management;
import dev.mqttra.it.app.MqttResources;
import dev.mqttra.it.app.Publisher;
import dev.mqttra.it.app.Rows;
import dev.mqttra.it.app.RowsServlet;
import dev.mqttra.servers.Descriptors;
import jakarta.ejb.MessageDriven;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The archives that tests deploy: the RAR as it was built, with properties, and the test application, once beside the
 * RAR and once in an EAR with it.
 */
final class Archives {
    private static final String ADAPTER = "mqtt-ra";

    private Archives() {}

    /** A file that the build put beside the tests. */
    static File built(String name) {
        File file = new File(System.getProperty("archives"), name);
        if (!file.exists()) {
            throw new IllegalStateException(file + " was not built");
        }
        return file;
    }

    /**
     * The RAR with properties of the resource adapter, as its descriptor would have them. A test deploys one application and
     * waits until it is there, so devices need not wait for others.
     */
    static ResourceAdapterArchive rar(Map<String, String> properties) {
        ResourceAdapterArchive rar = ShrinkWrap.create(ZipImporter.class, ADAPTER + ".rar")
                .importFrom(built("mqtt-ra.rar"))
                .as(ResourceAdapterArchive.class);
        Map<String, String> values = new TreeMap<>(Map.of("hostedSettleTime", "100"));
        values.putAll(properties);
        String raXml = text(rar.get("META-INF/ra.xml").getAsset());
        return rar.addAsManifestResource(new StringAsset(withValues(raXml, values)), "ra.xml");
    }

    /** The application beside a RAR that is deployed already. */
    static WebArchive war(Class<?>... beans) {
        return application("", beans)
                .addAsManifestResource(
                        new StringAsset("Manifest-Version: 1.0\nDependencies: deployment." + ADAPTER + ".rar\n"),
                        "MANIFEST.MF")
                .addAsWebInfResource(
                        new StringAsset(Descriptors.glassfishEjbJar(adapters(beans))), "glassfish-ejb-jar.xml");
    }

    /** An EAR that brings its own RAR. */
    static EnterpriseArchive ear(Map<String, String> properties, Class<?>... beans) {
        return ear(application("#", beans), properties);
    }

    static EnterpriseArchive ear(WebArchive war, Map<String, String> properties) {
        return ShrinkWrap.create(EnterpriseArchive.class, App.NAME + ".ear")
                .addAsModule(rar(properties))
                .addAsModule(war)
                .setApplicationXML(new StringAsset("""
                        <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
                          <module><connector>%s.rar</connector></module>
                          <module><web><web-uri>%s.war</web-uri><context-root>/%2$s</context-root></web></module>
                        </application>
                        """.formatted(ADAPTER, App.NAME)));
    }

    /** @param scope '#' for the adapter of the application's own EAR, empty for one of the server */
    static WebArchive application(String scope, Class<?>... beans) {
        return ShrinkWrap.create(WebArchive.class, App.NAME + ".war")
                .addClasses(Controls.class, Management.class, Publisher.class, MqttResources.class, Journal.class)
                .addClasses(beans)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(new StringAsset(webXml(scope)), "web.xml")
                .addAsWebInfResource(
                        new StringAsset(Descriptors.jbossEjb3(Map.of("*", scope + ADAPTER))), "jboss-ejb3.xml");
    }

    /** The application with a database for its rows: the server's H2, by a data source that takes part in XA. */
    static WebArchive withRows(WebArchive war) {
        String webXml = text(war.get("WEB-INF/web.xml").getAsset()).replace("</web-app>", """
                  <data-source>
                    <name>java:app/rows</name>
                    <class-name>org.h2.jdbcx.JdbcDataSource</class-name>
                    <url>jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1</url>
                    <user>sa</user>
                    <password>sa</password>
                  </data-source>
                </web-app>""");
        return war.addClasses(Rows.class, RowsServlet.class)
                .addAsWebInfResource(new StringAsset(webXml), "web.xml")
                // Payara's applications see it anyway.
                .addAsManifestResource(
                        new StringAsset("Manifest-Version: 1.0\nDependencies: com.h2database.h2\n"), "MANIFEST.MF");
    }

    /** The RAR's own descriptor with values: the adapter's properties stand before those of connections and beans. */
    private static String withValues(String raXml, Map<String, String> properties) {
        String changed = raXml;
        for (Map.Entry<String, String> property : properties.entrySet()) {
            Matcher declaration = Pattern.compile("<config-property-name>" + property.getKey()
                            + "</config-property-name>\\s*<config-property-type>[^<]+</config-property-type>")
                    .matcher(changed);
            if (!declaration.find()) {
                throw new IllegalArgumentException("ra.xml declares no property " + property.getKey());
            }
            String value = "<config-property-value>" + property.getValue() + "</config-property-value>";
            changed = changed.substring(0, declaration.end()) + value + changed.substring(declaration.end());
        }
        return changed;
    }

    static String text(Asset asset) {
        try (InputStream in = asset.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String webXml(String scope) {
        return """
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <connection-factory>
                    <name>java:app/mqtt</name>
                    <interface-name>dev.mqttra.api.MqttConnectionFactory</interface-name>
                    <resource-adapter>%s%s</resource-adapter>
                  </connection-factory>
                </web-app>
                """.formatted(scope, ADAPTER);
    }

    /** By the names of the beans that want an adapter, which one each of them wants. */
    private static Map<String, String> adapters(Class<?>... beans) {
        return Stream.of(beans)
                .filter(bean -> bean.isAnnotationPresent(MessageDriven.class))
                .collect(Collectors.toMap(Class::getSimpleName, bean -> ADAPTER));
    }
}
