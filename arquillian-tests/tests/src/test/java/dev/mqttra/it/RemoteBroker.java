package dev.mqttra.it;

import dev.mqttra.servers.ServerPorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The broker that the project builds, as a process of its own. */
final class RemoteBroker implements AutoCloseable {
    private final int port;
    private final Process process;

    private RemoteBroker(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static RemoteBroker start() {
        return start(ServerPorts.freePort());
    }

    static RemoteBroker start(int port) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String jar = Archives.built("mqtt-broker.jar").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(java, "-jar", jar, "--port", Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(new File(Archives.built("mqtt-broker.jar").getParent(), "broker-" + port + ".log"));
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new RemoteBroker(port, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    String uri() {
        return "tcp://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
