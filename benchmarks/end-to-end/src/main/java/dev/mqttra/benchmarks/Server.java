package dev.mqttra.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker in a process of its own on a free loopback port, and the CPU time it has used. */
final class Server implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path home;
    private final Thread hook = new Thread(this::end, "broker-stop");

    private Server(Process process, int port, Path home) {
        this.process = process;
        this.port = port;
        this.home = home;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param root the project's folder
     * @param heap the JVM's options of those that are JVMs
     */
    static Server start(String name, Scenario scenario, Path root, List<String> heap)
            throws IOException, InterruptedException {
        int port;
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            port = socket.getLocalPort();
        }
        Path home = Files.createTempDirectory("bench-" + name);
        Server server;
        try {
            List<String> command = command(name, scenario, root, heap, port, home);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("out.log").toFile())
                    .start();
            server = new Server(process, port, home);
        } catch (IOException | RuntimeException e) {
            delete(home);
            throw e;
        }
        try {
            server.awaitListening(name);
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private void awaitListening(String name) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended: " + Files.readString(home.resolve("out.log")));
            }
            try (Socket probe = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
        throw new IOException(name + " does not listen");
    }

    private static List<String> command(
            String name, Scenario scenario, Path root, List<String> heap, int port, Path home) throws IOException {
        List<String> command = new ArrayList<>();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String number = Integer.toString(port);
        switch (name) {
            case "mosquitto" -> {
                Path conf = Files.writeString(
                        home.resolve("mosquitto.conf"),
                        "listener " + port + " 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n"
                                + "max_inflight_messages 0\nmax_queued_messages 0\npersistence false\n");
                command.addAll(List.of("mosquitto", "-c", conf.toString()));
            }
            case "forwarder" -> {
                command.add(java);
                command.addAll(
                        List.of("-cp", System.getProperty("java.class.path"), Forwarder.class.getName(), number));
                command.add(scenario.pairs() ? "pairs" : "all");
            }
            case "ours" -> {
                command.add(java);
                command.addAll(heap);
                command.addAll(List.of(
                        "-jar",
                        root.resolve("broker-embedded/target/mqtt-broker.jar").toString()));
                command.addAll(List.of("--port", number));
            }
            case "moquette", "hivemq" -> {
                command.add(java);
                command.addAll(heap);
                String main = name.equals("moquette")
                        ? "dev.mqttra.benchmarks.moquette.MoquettePeer"
                        : "dev.mqttra.benchmarks.hivemq.HiveMqPeer";
                command.addAll(List.of(
                        "-cp", root.resolve("benchmarks/peer-" + name + "/target/lib") + File.separator + "*", main));
                command.addAll(List.of(number, home.toString()));
            }
            default ->
                throw new IllegalArgumentException(
                        "a broker is ours, mosquitto, moquette, hivemq or forwarder, not " + name);
        }
        return command;
    }

    int port() {
        return port;
    }

    /** User and system time of the whole process. */
    long cpuNanos() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("the server has ended"))
                .toNanos();
    }

    /** Ends the process and deletes what it wrote. */
    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(home);
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            // What is in a directory goes before it.
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("  cannot delete " + directory + ": " + e);
        }
    }
}
