package dev.mqttra.kill;

import dev.mqttra.servers.ServerPorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker as a process of its own, with no bound to what it keeps for a client that is away. */
final class BrokerProcess implements AutoCloseable {
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String name;
    private final int port;
    private final Process process;

    private BrokerProcess(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** The broker that the project builds. */
    static BrokerProcess ours(Path jar, Path directory) {
        int port = ServerPorts.freePort();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> bounds =
                List.of("--maximum-queued-messages", "10000000", "--maximum-queued-bytes", "1000000000", "--port");
        List<String> command = Stream.of(List.of(java, "-jar", jar.toString()), bounds, List.of("" + port))
                .flatMap(List::stream)
                .toList();
        return start("ours", port, command, directory);
    }

    /** Eclipse Mosquitto, or null where it is not installed. */
    static @Nullable BrokerProcess mosquitto(Path directory) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        Path program = Stream.of(path.split(":"))
                .map(one -> Path.of(one, "mosquitto"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            return null;
        }
        int port = ServerPorts.freePort();
        try {
            Path config = Files.write(
                    directory.resolve("mosquitto.conf"),
                    List.of(
                            "listener " + port + " 127.0.0.1",
                            "allow_anonymous true",
                            "persistence true",
                            "persistence_location " + directory + "/",
                            "max_queued_messages 0",
                            "user " + System.getProperty("user.name")));
            return start("mosquitto", port, List.of(program.toString(), "-c", config.toString()), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BrokerProcess start(String name, int port, List<String> command, Path directory) {
        File log = directory.resolve(name + ".log").toFile();
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        long start = System.nanoTime();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - start > START_NANOS) {
                process.destroyForcibly();
                throw new IllegalStateException("The broker does not come up, see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return new BrokerProcess(name, port, process);
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
