package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.Controls;
import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.Journal;
import dev.mqttra.it.app.Management;
import dev.mqttra.it.app.MqttResources;
import dev.mqttra.it.app.Publisher;
import java.io.IOException;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The files of {@code descriptors}, used as an administrator would use them: what they promise happens. */
class DescriptorsIT {
    /** The application's connection factory is one of the server's. */
    private static final String REFERENCE = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <resource-ref>
                <res-ref-name>java:app/mqtt</res-ref-name>
                <res-type>dev.mqttra.api.MqttConnectionFactory</res-type>
                <lookup-name>%s</lookup-name>
              </resource-ref>
            </web-app>
            """;

    @RegisterExtension
    final Administrator administrator = new Administrator();

    private final int port = administrator.port();

    @Test
    void theHostedBrokerOnAnotherPortAndAConnectionFactoryOfTheServer() throws IOException {
        run("hosted");
        deployAdapter(Archives.rar(Map.of()));
        // Eager: there is no application yet.
        Device.connect(port).close();
        deployApplication(
                REFERENCE.formatted(TestServer.isWildFly() ? "java:/mqtt/Configured" : "mqtt/ConnectionFactory"));
        walk(port);
    }

    @Test
    void aBrokerElsewhereAndAConnectionFactoryOfTheServer() throws IOException {
        try (RemoteBroker broker = RemoteBroker.start(port)) {
            run("remote");
            deployAdapter(Archives.rar(Map.of()));
            deployApplication(REFERENCE.formatted(
                    TestServer.isWildFly() ? "java:/mqtt/ConnectionFactory" : "mqtt/ConnectionFactory"));
            walk(broker.port());
        }
    }

    @Test
    void aConnectionFactoryOfTheApplication() throws IOException {
        deployAdapter(Archives.rar(Map.of("hostedPort", Integer.toString(port))));
        deployApplication(administrator.text("web.xml"));
        walk(port);
    }

    @Test
    void anApplicationThatOnlyPublishes() throws IOException {
        // Eager: nobody listens before the first message.
        deployAdapter(Archives.rar(Map.of("hostedPort", Integer.toString(port), "hostedEager", "true")));
        WebArchive war = ShrinkWrap.create(WebArchive.class, App.NAME + ".war")
                .addClasses(Controls.class, Management.class, Publisher.class, MqttResources.class, Journal.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(
                        new StringAsset(REFERENCE.formatted(
                                TestServer.isWildFly() ? "java:/mqtt/ConnectionFactory" : "mqtt/ConnectionFactory")),
                        "web.xml")
                .addAsManifestResource(Administrator.file("wildfly/MANIFEST.MF"), "MANIFEST.MF");
        administrator.deploy(App.NAME, war);
        App app = new App();
        try (Device device = Device.connect(port).subscribe("only/#", 1)) {
            app.publish("only/out", "hello", 1, false);
            await().atMost(Device.LIMIT).untilAsserted(() -> assertThat(device.received())
                    .anyMatch(message -> message.topic().equals("only/out")));
        }
    }

    /** Runs a script for this server. */
    private void run(String name) throws IOException {
        if (TestServer.isWildFly()) {
            administrator.script("wildfly/standalone-xml.cli");
            administrator.script("wildfly/" + name + ".cli");
        } else {
            administrator.script("payara/" + name + ".asadmin");
        }
    }

    private void deployAdapter(ResourceAdapterArchive rar) throws IOException {
        administrator.deploy(Administrator.RAR, rar);
        if (!TestServer.isWildFly()) {
            administrator.script("payara/connection-factory.asadmin");
        }
    }

    private void deployApplication(String webXml) throws IOException {
        WebArchive war = Archives.war(EchoBean.class)
                .addAsWebInfResource(new StringAsset(webXml), "web.xml")
                .addAsWebInfResource(Administrator.file("wildfly/jboss-ejb3.xml"), "jboss-ejb3.xml")
                .addAsWebInfResource(Administrator.file("payara/glassfish-ejb-jar.xml"), "glassfish-ejb-jar.xml")
                .addAsManifestResource(Administrator.file("wildfly/MANIFEST.MF"), "MANIFEST.MF");
        administrator.deploy(App.NAME, war);
    }

    /** A device's message reaches the bean, and what the bean publishes reaches the device. */
    private static void walk(int port) {
        App app = new App();
        try (Device device = Device.connect(port).subscribe("out/#", 1)) {
            device.publish("in/descriptors", "hello", 1);
            app.awaitJournal("in in/descriptors AT_LEAST_ONCE hello");
            await().atMost(Device.LIMIT).untilAsserted(() -> assertThat(device.received())
                    .anyMatch(message -> message.topic().equals("out/descriptors")));
        }
    }
}
