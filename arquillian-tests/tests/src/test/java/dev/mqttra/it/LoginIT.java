package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.RobotBean;
import dev.mqttra.it.app.Vault;
import dev.mqttra.it.app.WhoBean;
import dev.mqttra.servers.AppServer;
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
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Devices log in against the server's own users, set up by the files of {@code descriptors}; beans run as who they are. */
class LoginIT {
    private static final int BAD_LOGIN = 4;

    private static final String ROLES = """
            <glassfish-ejb-jar>
              <security-role-mapping>
                <role-name>gardeners</role-name>
                <group-name>gardeners</group-name>
              </security-role-mapping>
              <enterprise-beans>""";

    private final AppServer server = TestServer.get();

    @RegisterExtension
    final Administrator administrator = new Administrator();

    @TempDir
    Path directory;

    @Test
    void aBeanRunsAsTheDevicesUserAndRolesHold() throws Exception {
        user("ann", "secret-a", "gardeners");
        user("bob", "secret-b", "visitors");
        administrator.script(TestServer.isWildFly() ? "wildfly/security.cli" : "payara/security.asadmin");
        administrator.deploy(Administrator.RAR, Archives.rar(Map.of()));
        administrator.deploy(App.NAME, application());

        App app = new App();
        try (Device ann = Device.connect(administrator.port(), "ann", "secret-a");
                Device bob = Device.connect(administrator.port(), "bob", "secret-b")) {
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
        assertThat(TestServer.log()).doesNotContain("secret-a");
    }

    private void refused(String user, String password) {
        IllegalStateException failure = catchThrowableOfType(
                IllegalStateException.class,
                () -> Device.connect(administrator.port(), user, password).close());
        assertThat(failure).as(user + " is refused").isNotNull();
        assertThat(((MqttException) failure.getCause()).getReasonCode()).isEqualTo(BAD_LOGIN);
    }

    /** The beans that say as whom they run, and on Payara the mapping of their role to the group. */
    private static WebArchive application() {
        WebArchive war = Archives.war(WhoBean.class, RobotBean.class).addClass(Vault.class);
        String ejbJar = Archives.text(war.get("WEB-INF/glassfish-ejb-jar.xml").getAsset())
                .replaceFirst("<glassfish-ejb-jar>\\s*<enterprise-beans>", ROLES);
        return war.addAsWebInfResource(new StringAsset(ejbJar), "glassfish-ejb-jar.xml");
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
