package dev.mqttra.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of servers without starting one. Their starts are tested where the distributions are unpacked. */
class BeforeTheStartTest {

    @TempDir
    Path directory;

    @Test
    void aDirectoryThatIsNoDistributionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Payara(directory, directory, ServerPorts.free()))
                .withMessageContaining(directory.toString());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WildFly(directory, directory, ServerPorts.free()))
                .withMessageContaining(directory.toString());
    }

    @Test
    void aServerThatIsDownTakesNoCommandsAndMayBeClosed() throws IOException {
        Files.createFile(directory.resolve("jboss-modules.jar"));
        WildFly server = new WildFly(directory, directory.resolve("work"), ServerPorts.free());

        assertThatIllegalStateException().isThrownBy(() -> server.cli("ls"));
        assertThatIllegalStateException().isThrownBy(server::pid);
        server.close();
    }

    @Test
    void optionsForTheJvmComeBeforeTheServersOwn() throws IOException {
        Files.createFile(directory.resolve("jboss-modules.jar"));
        WildFly server = new WildFly(directory, directory.resolve("work"), ServerPorts.free());
        List<String> own = server.commandLine();
        assertThat(server.command())
                .startsWith(own.get(0), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", own.get(1))
                .hasSize(own.size() + 2);

        server.jvmOptions("-Xint");

        assertThat(server.command()).startsWith(own.get(0), "-Xint", own.get(1)).hasSize(own.size() + 1);
    }

    @Test
    void portsAreDistinct() {
        ServerPorts ports = ServerPorts.free();

        assertThat(Stream.of(ports.http(), ports.https(), ports.admin(), ports.iiop()))
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 0);
        assertThat(ports.withHttp(8080)).isEqualTo(new ServerPorts(8080, ports.https(), ports.admin(), ports.iiop()));
    }

    @Test
    void aToolThatFailsIsReportedWithWhatItPrinted() {
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> Tool.run("jcmd", directory, Map.of(), List.of(Tool.jdk("jcmd"), "-nonsense")))
                .withMessageContaining("jcmd ended with status 1");
    }

    @Test
    void aPayaraDomainListensOnLoopbackOnly() throws IOException {
        Path file = Files.writeString(directory.resolve("domain.xml"), """
                <domain><configs><config name="server-config">
                  <security-service/>
                  <hazelcast-config-specific-configuration/>
                  <iiop-listener address="0.0.0.0" port="3700"/>
                  <jmx-connector address="0.0.0.0" port="8686"/>
                  <network-listener name="http-listener-1" protocol="http-listener-1" port="8080"/>
                  <network-listener name="admin-listener" protocol="admin-listener" port="4848"/>
                </config></configs></domain>
                """);

        DomainXml.confine(file, new ServerPorts(1, 2, 3, 4));

        assertThat(Files.readString(file))
                .contains("<network-listener address=\"127.0.0.1\" name=\"http-listener-1\" port=\"1\"")
                .contains("<network-listener address=\"127.0.0.1\" name=\"admin-listener\" port=\"3\"")
                .contains("<iiop-listener address=\"127.0.0.1\" port=\"4\"")
                .contains("<hazelcast-config-specific-configuration enabled=\"false\"")
                .contains("<jmx-connector address=\"0.0.0.0\" enabled=\"false\"")
                .contains("type=\"DISABLED\"");
    }
}
