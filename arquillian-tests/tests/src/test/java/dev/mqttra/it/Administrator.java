package dev.mqttra.it;

import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.ServerPorts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.asset.FileAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Who deploys to the server with its own tools and runs the scripts of {@code descriptors} there, for one test, after which
 * all of that is taken away. Register it with {@code @RegisterExtension}; it has a port for the broker in question.
 */
final class Administrator implements AfterEachCallback {
    /** The adapter's name where it is deployed by itself. */
    static final String RAR = "mqtt-ra";

    private static final Path DESCRIPTORS = Path.of("../../descriptors");
    /** What a script of WildFly takes from the file beside it. */
    private static final Pattern CONTENT = Pattern.compile("=([a-z]+\\.xml)\\b");

    private final AppServer server = TestServer.get();
    private final int port = ServerPorts.freePort();
    private final Deque<String> deployed = new ArrayDeque<>();
    private boolean configured;

    /** What stands in the scripts in place of their example, and is free until somebody opens it. */
    int port() {
        return port;
    }

    /** Deploys an archive. */
    void deploy(String name, Archive<?> archive) throws IOException {
        Path directory = Files.createTempDirectory("mqtt-ra");
        Path file = directory.resolve(archive.getName());
        try {
            archive.as(ZipExporter.class).exportTo(file.toFile());
            server.deploy(name, file);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
        deployed.push(name);
    }

    /** Undeploys what was deployed last. */
    void undeploy() {
        server.undeploy(deployed.pop());
    }

    /** Runs a script of {@code descriptors}, with the test's own address in place of the examples. */
    void script(String file) throws IOException {
        configured = true;
        // An administrator is in the directory of the script and has edited what lies there; the test's tool is not.
        Path content = Files.createTempFile("mqtt-ra", ".xml");
        try {
            List<String> commands = new ArrayList<>();
            for (String line :
                    text(file).lines().filter(line -> !line.startsWith("#")).toList()) {
                Matcher beside = CONTENT.matcher(line);
                if (beside.find()) {
                    Files.writeString(content, text("wildfly/" + beside.group(1)));
                }
                commands.add(beside.reset().replaceFirst("=" + content));
            }
            server.cli(commands.toArray(String[]::new));
        } finally {
            Files.delete(content);
        }
    }

    /** A file of {@code descriptors}, with the test's own address in place of the examples. */
    String text(String file) throws IOException {
        return Files.readString(DESCRIPTORS.resolve(file))
                .replace("broker.example:1883", "127.0.0.1:" + port)
                .replace("broker.example\\\\:1883", "127.0.0.1\\\\:" + port)
                .replace("1884", Integer.toString(port));
    }

    /** A file of {@code descriptors} as it is. */
    static FileAsset file(String name) {
        return new FileAsset(new File(DESCRIPTORS.toFile(), name));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        while (!deployed.isEmpty()) {
            undeploy();
        }
        if (!configured) {
            return;
        }
        if (TestServer.isWildFly()) {
            server.cli(
                    "if (outcome == success) of /subsystem=resource-adapters/resource-adapter=mqtt:read-resource",
                    "/subsystem=resource-adapters/resource-adapter=mqtt:remove",
                    "end-if",
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
}
