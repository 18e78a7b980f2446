package dev.mqttra.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.netty.Certificates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jar as a process. */
@Timeout(60)
class MainIT {
    private static final String LISTENING = "mqtt-broker listening on 127.0.0.1:";

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void kill() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void listensServesAndStopsOnSigterm() throws Exception {
        Process broker = run("--port", "0");
        BufferedReader out = reader(broker);
        String line = out.readLine();
        assertThat(line).startsWith(LISTENING);
        int port = Integer.parseInt(line.substring(LISTENING.length()));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(HexFormat.of().parseHex("100d00044d5154540402003c000161"));
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
            terminate(broker);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(out.readLine()).isEqualTo("mqtt-broker stopped");
        assertThat(exitCode(broker)).isZero();
        assertThat(errors(broker)).isEmpty();
        new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void optionsReachTheBroker() throws Exception {
        Process broker = run(
                "--port",
                "0",
                "--bind",
                "0.0.0.0",
                "--allow-anonymous-remote",
                "--maximum-packet-size",
                "1024",
                "--loops",
                "2");
        String line = reader(broker).readLine();
        int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(HexFormat.of().parseHex("10ff08"));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        terminate(broker);
        assertThat(exitCode(broker)).isZero();
    }

    @Test
    void listensForTlsAndWebSocketToo(@TempDir Path folder) throws Exception {
        Path keyStore = Certificates.ofThisMachine(folder).keyStore();
        Process broker = run(
                Map.of("MQTT_BROKER_KEY_STORE_PASSWORD", Certificates.PASSWORD),
                "--port",
                "0",
                "--tls-port",
                "0",
                "--ws-port",
                "0",
                "--wss-port",
                "0",
                "--web-socket-path",
                "/m",
                "--key-store",
                keyStore.toString());
        BufferedReader out = reader(broker);
        assertThat(out.readLine()).startsWith(LISTENING);
        assertThat(out.readLine()).matches("mqtt-broker listening on ssl://127\\.0\\.0\\.1:\\d+");
        String webSocket = out.readLine();
        assertThat(webSocket).matches("mqtt-broker listening on ws://127\\.0\\.0\\.1:\\d+/m");
        assertThat(out.readLine()).matches("mqtt-broker listening on wss://127\\.0\\.0\\.1:\\d+/m");
        URI uri = URI.create(webSocket.substring(webSocket.indexOf("ws:")));
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("mqtt")
                .buildAsync(uri, new WebSocket.Listener() {})
                .get(10, TimeUnit.SECONDS)
                .abort();
        terminate(broker);
        assertThat(exitCode(broker)).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoBreaksTheProtocolIsLoggedWhereThatIsAskedFor(boolean verbose) throws Exception {
        Process broker = verbose ? run("--port", "0", "--verbose") : run("--port", "0");
        int port = Integer.parseInt(reader(broker).readLine().substring(LISTENING.length()));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(HexFormat.of().parseHex("c000"));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        terminate(broker);
        List<String> logged = errors(broker);
        assertThat(logged.stream().anyMatch(line -> line.contains("the first packet is CONNECT, not PINGREQ")))
                .as("%s", logged)
                .isEqualTo(verbose);
    }

    @Test
    void aPacketThatIsTooLargeIsLoggedWithItsClient() throws Exception {
        Process broker = run("--port", "0", "--maximum-packet-size", "1024");
        int port = Integer.parseInt(reader(broker).readLine().substring(LISTENING.length()));
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(HexFormat.of().parseHex("100d00044d5154540402003c000161"));
            assertThat(client.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
            client.getOutputStream().write(HexFormat.of().parseHex("30ff08"));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        terminate(broker);
        assertThat(errors(broker))
                .singleElement()
                .asString()
                .matches(".* INFO +MQTTB-017 client 'a' from 127\\.0\\.0\\.1:\\d+ is disconnected: PACKET_TOO_LARGE:"
                        + " a packet of 1154 bytes is more than the maximum of 1024");
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process broker = run("--port", "" + taken.getLocalPort());
            assertThat(errors(broker))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("mqtt-broker: cannot listen on port " + taken.getLocalPort() + " (--port)");
            assertThat(exitCode(broker)).isEqualTo(2);
        }
    }

    @Test
    void wrongOptionsAreOneClearLine() throws Exception {
        assertFailsWith("--port", "--port", "seven");
        assertFailsWith("--port is 65536; it must be 0 to 65535", "--port", "65536");
        assertFailsWith("--tls-port and --wss-port need --certificate", "--port", "0", "--tls-port", "0");
        assertFailsWith("for --tls-port and --wss-port", "--port", "0", "--certificate", "a.pem", "--key", "a.key");
        assertFailsWith("MQTT_BROKER_KEY_STORE_PASSWORD", "--tls-port", "0", "--key-store", "x.p12");
        assertFailsWith("certificate none.pem", "--tls-port", "0", "--certificate", "none.pem", "--key", "none.pem");
        assertFailsWith("it must be 0 to 65535", "--ws-port", "-1");
        assertFailsWith("--port is -1; it must be 0 to 65535", "--port", "-1");
        assertFailsWith("'--prot'", "--prot", "1883");
        assertFailsWith("--maximum-keep-alive is 0 s; it must be 1 s to 65535 s", "--maximum-keep-alive", "0");
        assertFailsWith("--topic-alias-maximum is -1; it must be 0 to 65535", "--topic-alias-maximum", "-1");
        assertFailsWith("--system-interval is -1 s; it must be ", "--system-interval", "-1");
        assertFailsWith("--maximum-retained-age is 0 s; it must be 1 s to ", "--maximum-retained-age", "0");
        assertFailsWith("--loops is 0; it must be at least 1", "--loops", "0");
        assertFailsWith("set --allow-anonymous-remote if", "--port", "0", "--bind", "0.0.0.0");
    }

    @Test
    void helpAndVersion() throws Exception {
        assertThat(String.join("\n", lines(reader(run("--help"))))).contains("--port", "--bind", "--loops");
        assertThat(lines(reader(run("--version")))).singleElement().asString().matches("mqtt-broker \\d+\\..*");
    }

    private void assertFailsWith(String message, String... arguments) throws Exception {
        Process broker = run(arguments);
        assertThat(errors(broker))
                .singleElement()
                .asString()
                .startsWith("mqtt-broker: ")
                .contains(message);
        assertThat(exitCode(broker)).isEqualTo(2);
    }

    private Process run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    private Process run(Map<String, String> environment, String... arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String jar = System.getProperty(
                "mqtt-broker.jar", Path.of("target", "mqtt-broker.jar").toString());
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx64m", "-jar", jar));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** Process.destroy would close the streams before they are read. */
    private static void terminate(Process process) {
        process.toHandle().destroy();
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static List<String> errors(Process process) throws IOException {
        return lines(process.errorReader(StandardCharsets.UTF_8));
    }

    private static List<String> lines(BufferedReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
