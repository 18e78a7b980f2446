package dev.mqttra.kill;

import dev.mqttra.client.ClientConfig;
import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A device at one broker: it publishes to all channels of that broker, a message each at a steady pace, until it is closed.
 * Where many messages of a channel wait for the server already, it waits too, so that a slow machine gets to the end of a round.
 */
final class Publisher implements AutoCloseable {
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MOST_WAITING = 200;

    private final MqttClient client;
    private final List<Station> stations;
    private volatile boolean ended;

    /** @param stations those at this broker */
    Publisher(int port, List<Station> stations, EventLoops loops) {
        this.stations = stations;
        ClientConfig config = ClientConfig.builder()
                .server("tcp://127.0.0.1:" + port)
                .clientId("kill-publisher")
                .cleanStart(false)
                .maximumPendingMessages(1_000_000)
                .build();
        client = MqttClient.overTcp(config, loops.loop(0), Runnable::run, new ClientListener() {});
        client.start();
        Threads.start("publisher", this::publish);
    }

    private void publish() {
        while (!ended) {
            for (Station station : stations) {
                if (station.ledger().waiting() < MOST_WAITING) {
                    publish(station, "");
                }
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
    }

    /** Publishes one message more, whose bean tells how far it is. */
    void publishWatched(Station station, int port) {
        publish(station, " " + port);
    }

    private void publish(Station station, String watcher) {
        long id = station.ledger().next();
        byte[] payload = (id + watcher).getBytes(StandardCharsets.UTF_8);
        Message message = new Message(TopicName.of(station.channel().topic()), payload);
        client.publish(message, station.channel().qos(), false).whenComplete((done, failure) -> {
            if (failure == null) {
                station.ledger().accepted(id);
            } else {
                station.ledger().failed(id);
            }
        });
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
