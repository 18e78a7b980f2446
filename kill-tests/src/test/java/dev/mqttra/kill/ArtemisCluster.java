package dev.mqttra.kill;

import dev.mqttra.servers.ServerPorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Two nodes of Apache Artemis in this JVM, each with a journal of its own on disk, which forward messages to each other. */
final class ArtemisCluster implements AutoCloseable {
    private final List<EmbeddedActiveMQ> nodes = new ArrayList<>();
    private final List<Integer> ports = ServerPorts.freePorts(4);

    /**
     * @param redistributionDelay after which time without a subscriber a node gives messages to the other one, in ms; -1 for
     *     never, which is the default of Artemis
     */
    ArtemisCluster(Path home, long redistributionDelay) throws Exception {
        for (int node = 0; node < 2; node++) {
            Configuration configuration = configuration(home.resolve("node-" + node), node)
                    .addAddressSetting(
                            "#",
                            new AddressSettings()
                                    .setAutoCreateQueues(true)
                                    .setRedistributionDelay(redistributionDelay));
            EmbeddedActiveMQ artemis = new EmbeddedActiveMQ().setConfiguration(configuration);
            nodes.add(artemis);
            artemis.start();
        }
    }

    private Configuration configuration(Path home, int node) throws Exception {
        return new ConfigurationImpl()
                .setName("node-" + node)
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(home.resolve("journal").toString())
                .setBindingsDirectory(home.resolve("bindings").toString())
                .setLargeMessagesDirectory(home.resolve("large").toString())
                .setPagingDirectory(home.resolve("paging").toString())
                .setJournalFileSize(1 << 20)
                .setMaxDiskUsage(-1)
                .setClusterUser("cluster")
                .setClusterPassword("cluster")
                .addAcceptorConfiguration("mqtt", acceptor(port(node), "MQTT"))
                .addAcceptorConfiguration("core", acceptor(ports.get(2 + node), "CORE"))
                .addConnectorConfiguration("own", connector(node))
                .addConnectorConfiguration("other", connector(1 - node))
                .addClusterConfiguration(new ClusterConnectionConfiguration()
                        .setName("cluster")
                        .setConnectorName("own")
                        .setStaticConnectors(List.of("other"))
                        .setRetryInterval(100));
    }

    private static String acceptor(int port, String protocol) {
        return "tcp://127.0.0.1:" + port + "?protocols=" + protocol + ";useEpoll=false;directDeliver=false";
    }

    private String connector(int node) {
        return "tcp://127.0.0.1:" + ports.get(2 + node) + "?useEpoll=false";
    }

    /** Where MQTT is spoken. */
    int port(int node) {
        return ports.get(node);
    }

    /** Whether both nodes know that each of them has a subscriber to a topic. */
    boolean isSharedByBoth(String topic) throws Exception {
        SimpleString address = SimpleString.of(topic.replace('/', '.'));
        for (EmbeddedActiveMQ node : nodes) {
            long queues = node.getActiveMQServer().getPostOffice().getBindingsForAddress(address).getBindings().stream()
                    .filter(binding -> binding instanceof QueueBinding queue && queue.consumerCount() > 0)
                    .count();
            if (queues != 2) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws Exception {
        for (EmbeddedActiveMQ node : nodes) {
            node.stop();
        }
    }
}
