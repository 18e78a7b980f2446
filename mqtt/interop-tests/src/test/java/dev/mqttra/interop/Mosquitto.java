package dev.mqttra.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Eclipse Mosquitto as a process, with its state on disk. */
final class Mosquitto implements MqttServer {
    private final Path home;
    private final Path program;
    private int port;
    private Process process;

    /**
     * @throws TestAbortedException where it is not installed; with CI=true that is an error
     */
    Mosquitto(Path home) throws IOException {
        this.home = home;
        this.program = find();
        start();
    }

    private static Path find() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(Mosquitto::missing);
    }

    private static RuntimeException missing() {
        String message = "Mosquitto is not tested: not installed (Debian: apt-get install mosquitto)";
        if ("true".equals(System.getenv("CI"))) {
            return new IllegalStateException(message);
        }
        // A class whose preparation is aborted is reported as no tests at all, without the reason.
        System.out.println(message);
        return new TestAbortedException(message);
    }

    @Override
    public void start() throws IOException {
        port = FreePort.find();
        Path config = Files.write(
                home.resolve("mosquitto.conf"),
                List.of(
                        "listener " + port + " 127.0.0.1",
                        "allow_anonymous true",
                        "persistence true",
                        "persistence_location " + home + "/",
                        "max_queued_messages 100000",
                        "user " + System.getProperty("user.name")));
        process = new ProcessBuilder(program.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("mosquitto.log").toFile()))
                .start();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isDurable() {
        return true;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("Mosquitto does not end on SIGTERM");
        }
    }
}
