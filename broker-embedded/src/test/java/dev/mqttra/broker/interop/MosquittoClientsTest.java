package dev.mqttra.broker.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code mosquitto_pub} and {@code mosquitto_sub} against the broker. Where they are not installed the tests are skipped
 * and say so; with {@code CI=true} they fail.
 */
class MosquittoClientsTest {

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private Broker broker;

    @BeforeAll
    static void require() {
        boolean installed = isInstalled("mosquitto_pub") && isInstalled("mosquitto_sub");
        String missing = "mosquitto_pub and mosquitto_sub are not tested: not installed (Debian: mosquitto-clients)";
        if (!installed && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        if (!installed) {
            System.out.println(missing);
        }
        assumeTrue(installed, missing);
    }

    @BeforeEach
    void start() throws IOException {
        broker = Broker.start(
                BrokerConfig.builder().port(0).maximumPacketSize(64 << 20).build());
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void publishesAndSubscribesAtEachQos(int qos) throws Exception {
        Process subscriber = subscriber("-t", "room/+", "-q", "" + qos, "-C", "1", "-F", "%t %q %r %p");
        publish("-t", "room/7", "-q", "" + qos, "-m", "21.5");
        assertThat(output(subscriber)).isEqualTo("room/7 " + qos + " 0 21.5\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void manyMessagesArriveInOrder(int qos) throws Exception {
        int count = 10_000;
        Process subscriber = subscriber("-t", "many", "-q", "" + qos, "-C", "" + count);
        Process publisher = start("mosquitto_pub", "-t", "many", "-q", "" + qos, "-l");
        try (OutputStream lines = publisher.getOutputStream()) {
            for (int i = 0; i < count; i++) {
                lines.write((i + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(output(subscriber))
                .isEqualTo(IntStream.range(0, count).mapToObj(i -> i + "\n").collect(Collectors.joining()));
    }

    @Test
    void aRetainedMessageComesFirst() throws Exception {
        publish("-t", "state", "-r", "-q", "1", "-m", "on");
        assertThat(output(start("mosquitto_sub", "-t", "state", "-C", "1", "-F", "%r %p")))
                .isEqualTo("1 on\n");
    }

    @Test
    void theWillOfAKilledClientIsPublished() throws Exception {
        Process watcher = subscriber("-t", "alive", "-C", "1");
        Process doomed = subscriber("-t", "x", "--will-topic", "alive", "--will-payload", "gone");
        doomed.destroyForcibly();
        assertThat(output(watcher)).isEqualTo("gone\n");
    }

    @Test
    void aSessionIsResumed() throws Exception {
        Process once = subscriber("-i", "away", "-c", "-q", "1", "-t", "work", "-C", "1");
        publish("-t", "work", "-q", "1", "-m", "first");
        assertThat(output(once)).isEqualTo("first\n");
        await().until(() -> broker.statistics().connections() == 0);
        publish("-t", "work", "-q", "1", "-m", "second");
        assertThat(output(start("mosquitto_sub", "-i", "away", "-c", "-q", "1", "-t", "work", "-C", "1")))
                .isEqualTo("second\n");
    }

    @Test
    void aFileOfTwentyMegabytesArrives() throws Exception {
        byte[] content = new byte[20 << 20];
        Arrays.fill(content, (byte) 'm');
        Path file = Files.write(directory.resolve("content"), content);
        Path received = directory.resolve("received");
        Process subscriber = subscriber(received, "-t", "file", "-q", "1", "-N", "-C", "1");
        publish("-t", "file", "-q", "1", "-f", file.toString());
        assertThat(subscriber.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.mismatch(file, received)).isEqualTo(-1);
    }

    private void publish(String... arguments) throws Exception {
        Process process = start("mosquitto_pub", arguments);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** A subscriber whose subscription stands when this returns. */
    private Process subscriber(String... arguments) throws IOException {
        long before = broker.statistics().subscriptions();
        Process process = start("mosquitto_sub", arguments);
        await().until(() -> broker.statistics().subscriptions() > before);
        return process;
    }

    private Process subscriber(Path output, String... arguments) throws IOException {
        long before = broker.statistics().subscriptions();
        Process process = started(command("mosquitto_sub", arguments).redirectOutput(output.toFile()));
        await().until(() -> broker.statistics().subscriptions() > before);
        return process;
    }

    private Process start(String program, String... arguments) throws IOException {
        return started(command(program, arguments));
    }

    private ProcessBuilder command(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", "" + broker.port()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private Process started(ProcessBuilder command) throws IOException {
        Process process = command.start();
        processes.add(process);
        return process;
    }

    private static String output(Process process) throws Exception {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private static boolean isInstalled(String program) {
        try {
            new ProcessBuilder(program, "--help")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
