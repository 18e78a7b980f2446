package dev.mqttra.interop;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Apache Artemis, embedded, with its journal on disk. */
final class Artemis implements MqttServer {
    private final Path home;
    private int port;
    private EmbeddedActiveMQ artemis;

    Artemis(Path home) throws Exception {
        this.home = home;
        start();
    }

    @Override
    public void start() throws Exception {
        port = FreePort.find();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(home.resolve("journal").toString())
                .setBindingsDirectory(home.resolve("bindings").toString())
                .setLargeMessagesDirectory(home.resolve("large").toString())
                .setPagingDirectory(home.resolve("paging").toString())
                .setJournalFileSize(1 << 20)
                .setMaxDiskUsage(-1)
                .addAcceptorConfiguration(
                        "mqtt", "tcp://127.0.0.1:" + port + "?protocols=MQTT;useEpoll=false;directDeliver=false")
                .addAddressSetting("#", new AddressSettings().setAutoCreateQueues(true));
        artemis = new EmbeddedActiveMQ().setConfiguration(configuration);
        artemis.start();
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
    public void close() throws Exception {
        artemis.stop();
    }
}
