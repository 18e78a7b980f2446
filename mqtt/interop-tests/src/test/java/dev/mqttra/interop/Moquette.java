package dev.mqttra.interop;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.io.IOException;
import java.util.Properties;

/** Moquette, embedded, in memory. */
final class Moquette implements MqttServer {
    private int port;
    private Server moquette;

    Moquette() throws IOException {
        start();
    }

    @Override
    public void start() throws IOException {
        port = FreePort.find();
        Properties properties = new Properties();
        properties.setProperty("host", "127.0.0.1");
        properties.setProperty("port", String.valueOf(port));
        properties.setProperty("allow_anonymous", "true");
        properties.setProperty("persistence_enabled", "false");
        properties.setProperty("telemetry_enabled", "false");
        properties.setProperty("netty.mqtt.message_size", String.valueOf(2 << 20));
        moquette = new Server();
        moquette.startServer(new MemoryConfig(properties));
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void close() {
        moquette.stopServer();
    }
}
