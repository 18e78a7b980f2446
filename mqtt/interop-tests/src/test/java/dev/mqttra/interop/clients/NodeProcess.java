package dev.mqttra.interop.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Node.js with the clients of mqtt.js in it: one for all tests, because it takes long to start. It understands the lines
 * that {@code src/test/mqttjs/client.mjs} describes, and ends with this VM, which closes its standard input.
 */
final class NodeProcess {
    private static final Path HOME = Path.of(System.getProperty("interop.mqttjs", "src/test/mqttjs"));
    private static NodeProcess instance;

    private final Process process;
    private final PrintStream commands;
    private final Map<String, BiConsumer<String, List<String>>> listeners = new ConcurrentHashMap<>();

    /** A line. */
    static final class Fields {
        private final StringBuilder line = new StringBuilder();

        Fields(String command, String handle) {
            line.append(command).append('\t').append(handle);
        }

        Fields and(Object field) {
            String encoded = URLEncoder.encode(String.valueOf(field), UTF_8);
            line.append('\t').append(encoded.replace("+", "%20"));
            return this;
        }
    }

    private NodeProcess() throws IOException {
        process = new ProcessBuilder("node", "client.mjs")
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread reader = new Thread(this::read, "mqtt.js");
        reader.setDaemon(true);
        reader.start();
    }

    /** Skips the test where Node.js or what {@code npm ci} installs is missing. */
    static void require() {
        Programs.require(Programs.isInstalled("node", "--version"), "Node.js is not installed (Debian: nodejs, npm)");
        Programs.require(
                Files.isDirectory(HOME.resolve("node_modules/mqtt")),
                "mqtt.js is not installed (npm ci --prefix mqtt/interop-tests/src/test/mqttjs)");
    }

    static synchronized NodeProcess get() throws IOException {
        if (instance == null || !instance.process.isAlive()) {
            instance = new NodeProcess();
        }
        return instance;
    }

    void listen(String handle, BiConsumer<String, List<String>> listener) {
        listeners.put(handle, listener);
    }

    synchronized void send(Fields fields) {
        commands.println(fields.line);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> fields = Arrays.stream(line.split("\t", -1))
                        .map(field -> URLDecoder.decode(field, UTF_8))
                        .toList();
                listeners.get(fields.get(1)).accept(fields.get(0), fields.subList(2, fields.size()));
            }
        } catch (IOException e) {
            // It has ended: who waits for it says so.
        }
    }
}
