package dev.mqttra.broker.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.BrokerConfig;
import dev.mqttra.broker.core.Rig.Device;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.packet.Will;
import dev.mqttra.protocol.topic.TopicFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients say and do anything, well behaved or not. The broker never fails, holds its bounds, and does the same when
 * the same happens again.
 */
class ReplayTest {
    private static final String[] TOPICS = {"a", "a/b", "a/b/c", "b", "$s/a", "will"};
    private static final String[] FILTERS = {"#", "a/#", "a/+", "+", "a/b", "$s/#", "+/b/#", "$share/g/a"};

    /** Held, because the logging of the platform forgets the level of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.mqttra.broker");

    private static Level level;

    @BeforeAll
    static void beQuiet() {
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void beAsBefore() {
        LOGGER.setLevel(level);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void doesTheSameAgain(long seed) {
        List<String> first = play(seed);
        assertThat(first).hasSizeGreaterThan(1_000);
        assertThat(play(seed)).isEqualTo(first);
    }

    private static List<String> play(long seed) {
        Random random = new Random(seed);
        Rig rig = new Rig(BrokerConfig.builder()
                .maximumConnections(12)
                .maximumSessions(14)
                .maximumQueuedMessages(8)
                .maximumInFlight(3)
                .maximumUnacknowledgedMessages(5)
                .maximumLocalQueuedMessages(10)
                .maximumRetainedMessages(3)
                .maximumSessionExpiry(Duration.ofMinutes(1))
                .build());
        List<String> heard = new ArrayList<>();
        List<Device> devices = new ArrayList<>();
        for (int step = 0; step < 6_000; step++) {
            if (devices.size() < 12 && random.nextInt(8) == 0) {
                Device device = rig.open(random.nextInt(4) == 0);
                devices.add(random.nextInt(20) == 0 ? device : device.send(connect(random)));
            } else if (!devices.isEmpty()) {
                act(rig, devices.get(random.nextInt(devices.size())), random);
            }
            if (random.nextInt(50) == 0) {
                rig.advance(Duration.ofMillis(random.nextInt(20_000)));
            }
            for (int i = 0; i < devices.size(); i++) {
                for (String text : devices.get(i).take()) {
                    heard.add(step + " " + i + " " + text);
                }
            }
            devices.removeIf(Device::closed);
        }
        rig.core.close(rig.now);
        rig.settle();
        assertThat(rig.core.statistics().failures()).isZero();
        assertThat(rig.core.statistics().connections()).isZero();
        heard.add(rig.core.statistics().toString());
        return heard;
    }

    private static void act(Rig rig, Device device, Random random) {
        switch (random.nextInt(80)) {
            case 0 -> device.cut();
            case 1 -> device.violate();
            case 2, 3, 4, 5 -> device.writable(random.nextBoolean());
            default -> {
                Packet[] batch = new Packet[1 + random.nextInt(4)];
                for (int i = 0; i < batch.length; i++) {
                    batch[i] = packet(random);
                }
                device.send(batch);
            }
        }
    }

    private static Packet packet(Random random) {
        int id = 1 + random.nextInt(6);
        return switch (random.nextInt(25)) {
            case 0 -> random.nextInt(20) == 0 ? connect(random) : PingReq.INSTANCE;
            case 1, 2 -> random.nextInt(25) == 0 ? disconnect(random) : PingReq.INSTANCE;
            case 3, 4 -> new Subscribe(id, List.of(subscription(random), subscription(random)), Properties.NONE);
            case 5 -> new Unsubscribe(id, List.of(TopicFilter.of(FILTERS[random.nextInt(8)])), Properties.NONE);
            case 6, 7, 8, 9 -> new PubAck(id, ReasonCode.SUCCESS);
            case 10, 11, 12 -> new PubRec(id, ReasonCode.SUCCESS);
            case 13, 14, 15 -> new PubComp(id, ReasonCode.SUCCESS);
            case 16, 17 -> new PubRel(id, ReasonCode.SUCCESS);
            default -> publish(random, id);
        };
    }

    private static Packet connect(Random random) {
        String clientId = "c" + random.nextInt(8);
        boolean clean = random.nextBoolean();
        if (random.nextInt(3) == 0) {
            return connect5(random, clientId, clean);
        }
        return new Connect(
                random.nextInt(9) == 0 ? MqttVersion.V3_1 : MqttVersion.V3_1_1,
                random.nextInt(9) == 0 ? "" : clientId,
                clean,
                random.nextInt(20),
                random.nextBoolean()
                        ? Rig.will("will", clientId, QoS.of(random.nextInt(3)), random.nextBoolean())
                        : null,
                null,
                null,
                Properties.NONE);
    }

    private static Connect connect5(Random random, String clientId, boolean clean) {
        Message gone = Rig.message("will", clientId);
        Properties delayed = Rig.with(Property.WILL_DELAY_INTERVAL, random.nextInt(30));
        Properties asked = Properties.builder()
                .number(Property.SESSION_EXPIRY_INTERVAL, random.nextInt(4) * 20L)
                .number(Property.RECEIVE_MAXIMUM, 1 + random.nextInt(4))
                .number(Property.REQUEST_PROBLEM_INFORMATION, random.nextInt(2))
                .build();
        Will will = new Will(new Message(gone.topic(), gone.payload(), delayed), QoS.of(random.nextInt(3)), false);
        return Rig.connect5(clientId, clean, random.nextInt(20), random.nextBoolean() ? will : null, asked);
    }

    private static Disconnect disconnect(Random random) {
        ReasonCode reason = random.nextBoolean() ? ReasonCode.SUCCESS : ReasonCode.DISCONNECT_WITH_WILL_MESSAGE;
        return random.nextBoolean()
                ? new Disconnect(reason)
                : new Disconnect(reason, Rig.with(Property.SESSION_EXPIRY_INTERVAL, random.nextInt(3) * 30L));
    }

    private static Subscription subscription(Random random) {
        return new Subscription(TopicFilter.of(FILTERS[random.nextInt(FILTERS.length)]), QoS.of(random.nextInt(3)));
    }

    private static Packet publish(Random random, int id) {
        QoS qos = QoS.of(random.nextInt(3));
        String payload = random.nextInt(5) == 0 ? "" : "m" + random.nextInt(100);
        return new Publish(
                Rig.message(TOPICS[random.nextInt(TOPICS.length)], payload),
                qos,
                random.nextInt(4) == 0,
                random.nextInt(3) == 0,
                qos == QoS.AT_MOST_ONCE ? 0 : id);
    }
}
