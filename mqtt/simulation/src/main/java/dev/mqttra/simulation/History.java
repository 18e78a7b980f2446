package dev.mqttra.simulation;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.Delivery;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.Reconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.simulation.Scenario.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One seed, played from the first connection until everything that must arrive has arrived, and some time after it. */
final class History {
    private static final long SECOND = 1_000_000_000;

    /** Longer than all cuts, timeouts and backoffs together can take: who is not done by then is stuck. */
    private static final long TOO_LONG = 4 * 3_600 * SECOND;

    /** In which what must not come any more would come. */
    private static final long AFTERWARDS = 300 * SECOND;

    private final Scenario scenario;
    private final SimulatedTime time = new SimulatedTime();
    private final SplittableRandom random;
    private final SimulatedBroker broker;
    private final Network network;
    private final Ledger ledger;
    private final MqttClient publisher;
    private final MqttClient subscriber;

    private History(Scenario scenario, @Nullable Consumer<String> trace) {
        this.scenario = scenario;
        // Three sources, so that one more number drawn in the network does not change what the application does.
        random = new SplittableRandom(~scenario.seed());
        broker = new SimulatedBroker(time, brokerConfig(scenario), new Random(scenario.seed()));
        network = new Network(time, broker, new SplittableRandom(scenario.seed() * 31 + 7), scenario.faults(), trace);
        ledger = new Ledger(scenario);
        subscriber = client("subscriber", scenario.subscriberVersion(), scenario.subscriberPersistent());
        publisher = scenario.oneClient()
                ? subscriber
                : client("publisher", scenario.publisherVersion(), scenario.publisherPersistent());
    }

    /**
     * Plays a seed.
     *
     * @return what it broke, null for nothing
     */
    static @Nullable String play(long seed) {
        return play(seed, null);
    }

    /** Plays a seed and tells what the network sees. */
    static @Nullable String play(long seed, @Nullable Consumer<String> trace) {
        return new History(Scenario.of(seed), trace).play();
    }

    private @Nullable String play() {
        subscribe();
        subscriber.start();
        if (publisher != subscriber) {
            publisher.start();
        }
        while (!isDone() && time.now() < TOO_LONG) {
            time.step(TOO_LONG);
        }
        boolean stuck = !isDone();
        long end = time.now() + AFTERWARDS;
        while (time.step(end)) {
            // The agenda moves.
        }
        return ledger.problem(stuck, broker.statistics(), List.of(publisher.statistics(), subscriber.statistics()));
    }

    private boolean isDone() {
        return ledger.isComplete()
                && publisher.statistics().pending() == 0
                && subscriber.statistics().unacknowledged() == 0;
    }

    /** Publishing begins when the last SUBACK is there: from then on a persistent session misses nothing. */
    private void subscribe() {
        int[] open = {scenario.topics().size()};
        for (Topic topic : scenario.topics()) {
            subscriber
                    .subscribe(TopicFilter.of(topic.name()), topic.subscribed(), this::arrived)
                    .thenRun(() -> {
                        if (--open[0] == 0) {
                            publishAll();
                        }
                    });
        }
    }

    private void publishAll() {
        long at = 0;
        for (int number = 0; number < scenario.messages(); number++) {
            int which = number;
            at += random.nextInt(4) == 0 ? random.nextLong(2 * SECOND) : 0;
            time.after(at, () -> publish(which));
        }
    }

    private void publish(int number) {
        Topic topic = scenario.topics().get(random.nextInt(scenario.topics().size()));
        String padding = "x".repeat(random.nextInt(scenario.largestPayload()));
        byte[] payload = (number + " " + padding).getBytes(StandardCharsets.US_ASCII);
        ledger.published(topic, number);
        publisher
                .publish(new Message(TopicName.of(topic.name()), payload), topic.published(), false)
                .whenComplete((done, failure) -> ledger.answered(topic, number, failure));
    }

    private void arrived(Delivery delivery) {
        String text = new String(delivery.message().payload(), StandardCharsets.US_ASCII);
        ledger.arrived(delivery.message().topic().toString(), Integer.parseInt(text.substring(0, text.indexOf(' '))));
        int millis = scenario.maximumAcknowledgeMillis();
        if (millis == 0) {
            delivery.acknowledge();
        } else {
            time.after(random.nextLong(millis * 1_000_000L), delivery::acknowledge);
        }
    }

    private MqttClient client(String id, @Nullable MqttVersion version, boolean persistent) {
        SimulatedOwner owner = new SimulatedOwner(time);
        ClientConfig config = ClientConfig.builder()
                .clientId(id)
                .version(version)
                .cleanStart(!persistent)
                .keepAlive(Duration.ofSeconds(scenario.keepAliveSeconds()))
                .reconnect(new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(5)))
                .receiveMaximum(scenario.window())
                .maximumInFlight(scenario.window())
                .build();
        return new MqttClient(
                config,
                owner,
                network.connector(owner),
                new ClientListener() {},
                new SplittableRandom(scenario.seed() + id.hashCode()));
    }

    private static BrokerConfig brokerConfig(Scenario scenario) {
        return BrokerConfig.builder()
                .maximumInFlight(scenario.brokerWindow())
                .maximumUnacknowledgedMessages(scenario.brokerWindow())
                .topicAliasMaximum(scenario.topicAliases())
                .build();
    }
}
