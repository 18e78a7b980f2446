package dev.mqttra.interop;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ Community Edition, embedded, in memory. */
final class HiveMq implements MqttServer {
    private final Path home;
    private int port;
    private EmbeddedHiveMQ hiveMq;

    HiveMq(Path home) throws Exception {
        this.home = home;
        start();
    }

    @Override
    public void start() throws Exception {
        port = FreePort.find();
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.writeString(conf.resolve("config.xml"), """
                <hivemq>
                    <listeners><tcp-listener>
                        <port>%d</port><bind-address>127.0.0.1</bind-address>
                    </tcp-listener></listeners>
                    <persistence><mode>in-memory</mode></persistence>
                    <mqtt><queued-messages><max-queue-size>10000</max-queue-size></queued-messages></mqtt>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(port));
        hiveMq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(Files.createDirectories(home.resolve("data")))
                .withExtensionsFolder(Files.createDirectories(home.resolve("extensions")))
                .build();
        hiveMq.start().join();
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
    public void close() throws Exception {
        hiveMq.stop().join();
        hiveMq.close();
    }
}
