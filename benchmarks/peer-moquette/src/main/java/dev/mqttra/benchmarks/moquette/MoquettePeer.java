package dev.mqttra.benchmarks.moquette;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.util.Properties;

/** Moquette as a process of its own, in memory, on the loopback port of its first argument. */
public final class MoquettePeer {
    private MoquettePeer() {}

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("host", "127.0.0.1");
        settings.setProperty("port", arguments[0]);
        settings.setProperty("allow_anonymous", "true");
        settings.setProperty("persistence_enabled", "false");
        settings.setProperty("telemetry_enabled", "false");
        settings.setProperty("netty.mqtt.message_size", "1048576");
        settings.setProperty("data_path", arguments[1]);
        Server server = new Server();
        server.startServer(new MemoryConfig(settings));
        Runtime.getRuntime().addShutdownHook(new Thread(server::stopServer));
        Thread.currentThread().join();
    }
}
