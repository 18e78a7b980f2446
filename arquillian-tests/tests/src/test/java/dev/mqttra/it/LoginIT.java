package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.RobotBean;
import dev.mqttra.it.app.Vault;
import dev.mqttra.it.app.WhoBean;
import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.ServerException;
import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices log in against the server's own users, set up by the files of {@code descriptors}; beans run as who they are. */
class LoginIT {
    private static final Path DESCRIPTORS = Path.of("../../descriptors");
    private static final String RAR = "mqtt-ra";
    private static final int BAD_LOGIN = 4;

    private static final String ROLES = """
            <glassfish-ejb-jar>
              <security-role-mapping>
                <role-name>gardeners</role-name>
                <group-name>gardeners</group-name>
              </security-role-mapping>
              <enterprise-beans>""";

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
                    "if (outcome == success) of /subsystem=resource-adapters/resource-adapter=mqtt-ra.rar:read-resource",
                    "/subsystem=resource-adapters/resource-adapter=mqtt-ra.rar:remove",
                    "end-if",
                    "if (outcome == success) of /deployment-overlay=mqtt-ra:read-resource",
                    "deployment-overlay remove --name=mqtt-ra",
                    "end-if");
        } else if (server.cli("list-resource-adapter-configs").contains(RAR)) {
            server.cli("delete-resource-adapter-config " + RAR);
        }
    }

    @Test
    void aBeanRunsAsTheDevicesUserAndRolesHold() throws Exception {
        user("ann", "secret-a", "gardeners");
        user("bob", "secret-b", "visitors");
        script(TestServer.isWildFly() ? "wildfly/security.cli" : "payara/security.asadmin");
        deploy(Map.of());

        App app = new App();
        try (Device ann = Device.connect(port, "ann", "secret-a");
                Device bob = Device.connect(port, "bob", "secret-b")) {
            Device.awaitAcknowledgement(ann.publish("who/1", "one", 1));
            Device.awaitAcknowledgement(bob.publish("who/1", "two", 1));
            Device.awaitAcknowledgement(ann.publish("who/1", "three", 1));
            Device.awaitAcknowledgement(bob.publish("robot/1", "four", 1));
        }
        app.publish("robot/1", "five", 1, false);
        app.publish("who/1", "six", 1, false);

        app.awaitJournal("one by ann, let in as ann");
        app.awaitJournal("two by bob, kept out");
        app.awaitJournal("three by ann, let in as ann");
        app.awaitJournal("five by robot, let in as robot");
        // The device's own user comes before the configured one.
        app.awaitJournal("four by bob, kept out");
        // A bean that publishes is nobody, on a thread that was somebody before.
        await().atMost(Device.LIMIT)
                .untilAsserted(() -> assertThat(app.journal()).anyMatch(line -> line.startsWith("six by ")));
        assertThat(app.journal())
                .filteredOn(line -> line.startsWith("six by "))
                .allMatch(line -> line.endsWith("kept out"))
                .noneMatch(line -> line.contains("ann") || line.contains("bob") || line.contains("robot"));
        refused("ann", "secret-b");
        refused("nobody", "secret-a");
        refused(null, null);
        assertThat(Files.readString(server.log(), StandardCharsets.ISO_8859_1)).doesNotContain("secret-a");
    }

    @Test
    void withoutItsSubsystemWildFlyFailsByTheAttributesToSet() throws Exception {
        if (!TestServer.isWildFly()) {
            // Payara needs no setting: the other test shows it.
            return;
        }
        int before = Files.readString(server.log(), StandardCharsets.ISO_8859_1).length();
        ServerException failure = catchThrowableOfType(
                ServerException.class,
                () -> deploy(Map.of("hostedAuthentication", "server", "hostedPort", Integer.toString(port))));
        assertThat(failure).as("the deployment fails").isNotNull();
        String said = failure.getMessage()
                + Files.readString(server.log(), StandardCharsets.ISO_8859_1).substring(before);
        assertThat(said)
                .contains(
                        "hostedAuthentication=server",
                        "wm-security=true",
                        "wm-elytron-security-domain=ApplicationDomain",
                        "wm-security-mapping-required=false");
    }

    private void refused(String user, String password) {
        IllegalStateException failure =
                catchThrowableOfType(IllegalStateException.class, () -> Device.connect(port, user, password)
                        .close());
        assertThat(failure).as(user + " is refused").isNotNull();
        assertThat(((MqttException) failure.getCause()).getReasonCode()).isEqualTo(BAD_LOGIN);
    }

    private void deploy(Map<String, String> properties) {
        Path rar = directory.resolve(RAR + ".rar");
        Archives.rar(properties).as(ZipExporter.class).exportTo(rar.toFile(), true);
        server.deploy(RAR, rar);
        adapter = true;
        WebArchive war = Archives.war(WhoBean.class, RobotBean.class).addClass(Vault.class);
        String ejbJar = Archives.text(war.get("WEB-INF/glassfish-ejb-jar.xml").getAsset())
                .replaceFirst("<glassfish-ejb-jar>\\s*<enterprise-beans>", ROLES);
        war.addAsWebInfResource(new StringAsset(ejbJar), "glassfish-ejb-jar.xml");
        Path file = directory.resolve(App.NAME + ".war");
        war.as(ZipExporter.class).exportTo(file.toFile(), true);
        server.deploy(App.NAME, file);
        application = true;
    }

    private void script(String file) throws IOException {
        String text = Files.readString(DESCRIPTORS.resolve(file)).replace("1884", Integer.toString(port));
        Path none = DESCRIPTORS.resolve("wildfly/none.xml").toAbsolutePath();
        server.cli(text.lines()
                .filter(line -> !line.startsWith("#"))
                // An administrator is in the directory of the script; the test's tool is not.
                .map(line -> line.replace("=none.xml", "=" + none))
                .toArray(String[]::new));
    }

    /** A user of the server's default realm, as an administrator's tool makes it. */
    private void user(String name, String password, String group) throws IOException {
        if (TestServer.isWildFly()) {
            // As add-user.sh does it.
            Path configuration = server.log().resolve("../../configuration").normalize();
            append(configuration.resolve("application-users.properties"), name + "=" + digest(name, password));
            append(configuration.resolve("application-roles.properties"), name + "=" + group);
            server.cli("/subsystem=elytron/properties-realm=ApplicationRealm:load");
            return;
        }
        Path passwords = directory.resolve("passwords-" + name);
        Files.writeString(passwords, "AS_ADMIN_USERPASSWORD=" + password + "\n");
        server.cli("create-file-user --passwordfile " + passwords + " --groups " + group + " " + name);
    }

    private static void append(Path file, String line) throws IOException {
        Files.writeString(file, System.lineSeparator() + line + System.lineSeparator(), StandardOpenOption.APPEND);
    }

    private static String digest(String name, String password) {
        try {
            byte[] text = (name + ":ApplicationRealm:" + password).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
