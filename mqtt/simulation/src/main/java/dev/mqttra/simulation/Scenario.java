package dev.mqttra.simulation;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.simulation.Network.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What one seed plays: who talks to whom, how much, and over how bad a network. Small windows and many cuts, because that
 * is where the protocols' rules are.
 *
 * @param oneClient whether publisher and subscriber are the same client
 * @param maximumAcknowledgeMillis how long the subscriber's application may take with a message; in any order
 */
record Scenario(
        long seed,
        boolean oneClient,
        @Nullable MqttVersion publisherVersion,
        @Nullable MqttVersion subscriberVersion,
        boolean publisherPersistent,
        boolean subscriberPersistent,
        List<Topic> topics,
        int messages,
        int largestPayload,
        int window,
        int brokerWindow,
        int maximumAcknowledgeMillis,
        int keepAliveSeconds,
        int topicAliases,
        Faults faults) {

    /** A topic, the QoS its messages are published with, and the one its subscription asks for. */
    record Topic(String name, QoS published, QoS subscribed) {
        QoS delivered() {
            return QoS.min(published, subscribed);
        }
    }

    /** Null is what a client does by itself: the highest that the broker takes. */
    private static final @Nullable MqttVersion[] VERSIONS = {
        MqttVersion.V3_1, MqttVersion.V3_1_1, MqttVersion.V5_0, null
    };

    static Scenario of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean oneClient = random.nextInt(3) == 0;
        @Nullable MqttVersion publisher = VERSIONS[random.nextInt(VERSIONS.length)];
        boolean persistent = random.nextInt(5) != 0;
        return new Scenario(
                seed,
                oneClient,
                publisher,
                oneClient ? publisher : VERSIONS[random.nextInt(VERSIONS.length)],
                persistent,
                oneClient ? persistent : random.nextInt(5) != 0,
                topics(random),
                1 + random.nextInt(40),
                random.nextInt(4) == 0 ? 5_000 : 50,
                1 + random.nextInt(10),
                1 + random.nextInt(10),
                random.nextInt(2) * random.nextInt(3_000),
                5 + random.nextInt(30),
                random.nextInt(3),
                new Faults(1 + random.nextInt(200), 3 + random.nextInt(30), random.nextInt(15), 1 + random.nextInt(5)));
    }

    private static List<Topic> topics(SplittableRandom random) {
        List<Topic> topics = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            topics.add(new Topic("plant/" + i, QoS.of(random.nextInt(3)), QoS.of(random.nextInt(3))));
        }
        return topics;
    }
}
