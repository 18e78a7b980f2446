package dev.mqttra.kill;

import static dev.mqttra.client.PublishFailedException.Cause.SESSION_LOST;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.client.Reconnect;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A device at one broker: it publishes to all of its channels, a message each at a steady pace, until it is closed, and
 * repeats what was not acknowledged. Where many messages of a channel wait for the server already, it waits too, so that a
 * slow machine gets to the end of a round; in a hurry that is all it waits for.
 */
final class Publisher implements AutoCloseable {
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HURRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Reconnect RECONNECT = new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(1));

    /** So many messages of a channel wait for the server at most. */
    static final int MOST_WAITING = 200;

    private final MqttClient client;
    private final List<Station> stations;
    private volatile boolean hurrying;
    private volatile boolean ended;

    /** @param stations where it publishes to, all at this broker */
    Publisher(int port, List<Station> stations, EventLoops loops) {
        this.stations = stations;
        ClientConfig config = ClientConfig.builder()
                .server("tcp://127.0.0.1:" + port)
                .clientId("publisher-" + stations.get(0).channel().clientId())
                .cleanStart(false)
                .reconnect(RECONNECT)
                // Whoever is away for a while would be taken for one that knows 3.1.1 only, which cannot say what 0x10
                // says.
                .version(MqttVersion.V5_0)
                .maximumPendingMessages(1_000_000)
                .build();
        client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, new ClientListener() {});
        client.start();
        Threads.start("publisher", this::publish);
    }

    private void publish() {
        while (!ended) {
            boolean hurry = hurrying;
            for (Station station : stations) {
                int room = MOST_WAITING - station.ledger().waiting();
                for (int i = 0; i < (hurry ? room : Math.min(room, 1)); i++) {
                    publish(station, "");
                }
            }
            LockSupport.parkNanos(hurry ? HURRY_NANOS : PACE_NANOS);
        }
    }

    boolean publishesTo(Station station) {
        return stations.contains(station);
    }

    /** Has as many messages wait as may, from now on or no more. */
    void hurry(boolean wanted) {
        hurrying = wanted;
    }

    /** Publishes one message more, whose bean tells how far it is. */
    void publishWatched(Station station, int port) {
        publish(station, " " + port);
    }

    private void publish(Station station, String watcher) {
        long id = station.ledger().next();
        byte[] payload = (id + watcher).getBytes(StandardCharsets.UTF_8);
        publish(station, id, new Message(TopicName.of(station.channel().topic()), payload));
    }

    private void publish(Station station, long id, Message message) {
        client.publish(message, station.channel().qos(), false).whenComplete((done, failure) -> {
            boolean again = failure == null ? !station.ledger().accepted(id) : isUnknown(failure);
            if (again) {
                publish(station, id, message);
            } else if (failure != null) {
                station.ledger().failed(id);
            }
        });
    }

    /** The broker went with its server, and has not acknowledged it. */
    private static boolean isUnknown(Throwable failure) {
        return failure instanceof PublishFailedException failed && failed.what() == SESSION_LOST;
    }

    /** Publishes no more. What was published is still acknowledged. */
    void pause() {
        ended = true;
    }

    @Override
    public void close() {
        ended = true;
        client.close().toCompletableFuture().join();
    }
}
