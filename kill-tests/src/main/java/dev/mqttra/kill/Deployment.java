package dev.mqttra.kill;

import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.WildFly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The adapter on a server, and beans beside it that write rows into a file of that server. */
final class Deployment {
    private static final String ADAPTER = "mqtt-ra";
    private static final String APPLICATION = "kill";

    private final AppServer server;
    private final Path archives;
    private final Path work;

    /**
     * @param archives where the adapter's archive is
     * @param work where the application's is written
     */
    Deployment(AppServer server, Path archives, Path work) {
        this.server = server;
        this.archives = archives;
        this.work = work;
    }

    /**
     * Starts the server anew, and returns when the beans are active.
     *
     * @param adapter properties of the adapter
     * @param beans properties of each bean's activation, beside those of its channel
     */
    void start(List<Station> stations, Map<String, String> adapter, Map<String, String> beans) {
        server.jvmOptions(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // WildFly would look for what is to be recovered every two minutes only.
                "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=5",
                "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1");
        server.start();
        if (server instanceof WildFly wildFly) {
            wildFly.defaultResourceAdapter(ADAPTER + ".rar");
            wildFly.cli(
                    "/subsystem=datasources/data-source=ExampleDS:write-attribute(name=connection-url,value=\"" + url()
                            + "\")",
                    "reload");
        } else {
            server.cli(
                    "set configs.config.server-config.transaction-service.automatic-recovery=true",
                    "set resources.jdbc-connection-pool.H2Pool.property.URL=" + url());
        }
        if (!adapter.isEmpty()) {
            configure(adapter);
        }
        server.deploy(ADAPTER, archives.resolve(ADAPTER + ".rar"));
        Path war = work.resolve(server.getClass().getSimpleName() + "-" + APPLICATION + ".war");
        server.deploy(APPLICATION, Application.write(war, stations, beans));
        rows().create();
    }

    private void configure(Map<String, String> properties) {
        if (server instanceof WildFly) {
            String file = ironJacamar(properties);
            server.cli("deployment-overlay add --name=" + ADAPTER + " --content=/META-INF/ironjacamar.xml=" + file
                    + " --deployments=" + ADAPTER + ".rar");
        } else {
            String text = properties.entrySet().stream()
                    .map(property -> property.getKey() + "=" + property.getValue())
                    .collect(Collectors.joining(":"));
            server.cli("create-resource-adapter-config --property " + text + " " + ADAPTER);
        }
    }

    private String ironJacamar(Map<String, String> properties) {
        String text = properties.entrySet().stream()
                .map(property -> "  <config-property name=\"" + property.getKey() + "\">" + property.getValue()
                        + "</config-property>\n")
                .collect(Collectors.joining());
        try {
            return Files.writeString(work.resolve("ironjacamar.xml"), IRONJACAMAR.formatted(text))
                    .toAbsolutePath()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A file instead of memory, and each commit is written at once instead of within half a second. In the URL: where SQL
     * says it, the database has forgotten it when it is opened again. At an orderly stop it stays open until the server closes
     * it: one that closes itself under the beans commits, and says that it could not.
     */
    private String url() {
        return "jdbc:h2:file:" + server.log().resolveSibling("rows") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    RowsPage rows() {
        return new RowsPage(server.http().resolve(APPLICATION + "/rows"));
    }

    private static final String IRONJACAMAR = """
            <ironjacamar xmlns="http://www.ironjacamar.org/doc/schema">
            %s  <transaction-support>NoTransaction</transaction-support>
              <connection-definitions>
                <connection-definition class-name="dev.mqttra.ra.outbound.MqttManagedConnectionFactory"
                                       jndi-name="java:/mqtt/ConnectionFactory" pool-name="mqtt"/>
              </connection-definitions>
            </ironjacamar>
            """;
}
