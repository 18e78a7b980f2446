package dev.mqttra.benchmarks.hivemq;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.nio.file.Files;
import java.nio.file.Path;

/** HiveMQ CE as a process of its own, in memory, on the loopback port of its first argument. */
public final class HiveMqPeer {
    private HiveMqPeer() {}

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        Path conf = Files.createDirectories(home.resolve("conf"));
        Path data = Files.createDirectories(home.resolve("data"));
        Path extensions = Files.createDirectories(home.resolve("extensions"));
        Files.writeString(conf.resolve("config.xml"), """
                <hivemq>
                    <listeners><tcp-listener><port>%s</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>
                    <persistence><mode>in-memory</mode></persistence>
                    <mqtt><receive-maximum><server-receive-maximum>1000</server-receive-maximum></receive-maximum>
                    <queued-messages><max-queue-size>10000</max-queue-size></queued-messages></mqtt>
                    <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """.formatted(arguments[0]));
        EmbeddedHiveMQ hiveMq = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(data)
                .withExtensionsFolder(extensions)
                .build();
        hiveMq.start().join();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> hiveMq.stop().join()));
        Thread.currentThread().join();
    }
}
