package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.Controls;
import dev.mqttra.it.app.EchoBean;
import dev.mqttra.it.app.Journal;
import dev.mqttra.it.app.MqttResources;
import dev.mqttra.it.app.Publisher;
import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.ServerPorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.FileAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code descriptors}, used as an administrator would use them: what they promise happens. */
class DescriptorsIT {
    private static final Path DESCRIPTORS = Path.of("../../descriptors");
    private static final String RAR = "mqtt-ra";

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

    private final AppServer server = TestServer.get();
    private final int port = ServerPorts.freePort();
    private boolean application;
    private boolean adapter;

    @TempDir
    Path directory;

    @AfterEach
    void cleanUp() {
        if (application) {
            server.undeploy(App.NAME);
        }
        if (adapter) {
            server.undeploy(RAR);
        }
        if (TestServer.isWildFly()) {
            server.cli(
                    "if (outcome == success) of /subsystem=resource-adapters/resource-adapter=mqtt:read-resource",
                    "/subsystem=resource-adapters/resource-adapter=mqtt:remove",
                    "end-if",
                    "if (outcome == success) of /deployment-overlay=mqtt-ra:read-resource",
                    "deployment-overlay remove --name=mqtt-ra",
                    "end-if");
        } else if (server.cli("list-resource-adapter-configs").contains(RAR)) {
            server.cli("delete-resource-adapter-config " + RAR);
        }
    }

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
        deployApplication(text("web.xml"));
        walk(port);
    }

    @Test
    void anApplicationThatOnlyPublishes() throws IOException {
        // Eager: nobody listens before the first message.
        deployAdapter(Archives.rar(Map.of("hostedPort", Integer.toString(port), "hostedEager", "true")));
        WebArchive war = ShrinkWrap.create(WebArchive.class, App.NAME + ".war")
                .addClasses(Controls.class, Publisher.class, MqttResources.class, Journal.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(
                        new StringAsset(REFERENCE.formatted(
                                TestServer.isWildFly() ? "java:/mqtt/ConnectionFactory" : "mqtt/ConnectionFactory")),
                        "web.xml")
                .addAsManifestResource(file("wildfly/MANIFEST.MF"), "MANIFEST.MF");
        deploy(war);
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
            script("wildfly/standalone-xml.cli");
            script("wildfly/" + name + ".cli");
        } else {
            script("payara/" + name + ".asadmin");
        }
    }

    private void script(String file) throws IOException {
        Path ironJacamar = directory.resolve("ironjacamar.xml");
        Files.writeString(ironJacamar, text("wildfly/ironjacamar.xml"));
        server.cli(text(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                // An administrator is in the directory of the script; the test's tool is not.
                .map(line -> line.replace("=ironjacamar.xml", "=" + ironJacamar))
                .toArray(String[]::new));
    }

    /** A file, with the test's own address in place of the examples. */
    private String text(String file) throws IOException {
        return Files.readString(DESCRIPTORS.resolve(file))
                .replace("broker.example:1883", "127.0.0.1:" + port)
                .replace("broker.example\\\\:1883", "127.0.0.1\\\\:" + port)
                .replace("1884", Integer.toString(port));
    }

    private void deployAdapter(ResourceAdapterArchive rar) throws IOException {
        Path file = directory.resolve(RAR + ".rar");
        rar.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.deploy(RAR, file);
        adapter = true;
        if (!TestServer.isWildFly()) {
            script("payara/connection-factory.asadmin");
        }
    }

    private void deployApplication(String webXml) throws IOException {
        WebArchive war = Archives.war(EchoBean.class)
                .addAsWebInfResource(new StringAsset(webXml), "web.xml")
                .addAsWebInfResource(file("wildfly/jboss-ejb3.xml"), "jboss-ejb3.xml")
                .addAsWebInfResource(file("payara/glassfish-ejb-jar.xml"), "glassfish-ejb-jar.xml")
                .addAsManifestResource(file("wildfly/MANIFEST.MF"), "MANIFEST.MF");
        deploy(war);
    }

    private void deploy(WebArchive war) {
        Path file = directory.resolve(App.NAME + ".war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.deploy(App.NAME, file);
        application = true;
    }

    private static FileAsset file(String name) {
        return new FileAsset(new File(DESCRIPTORS.toFile(), name));
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
