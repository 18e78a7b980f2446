package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttException;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.config.OutboundSettings;
import dev.mqttra.ra.hosted.SharedClient;
import dev.mqttra.ra.hosted.SharedClient.Committed;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What one transaction has published: held in memory until the outcome is known, then handed to the clients in the order
 * of the calls, or forgotten. The outcome may be told by another thread than the one that publishes (a timeout), so
 * everything is under one lock.
 */
final class Outbox implements Synchronization {

    private record Held(SharedClient client, Committed committed) {}

    private List<Held> held = new ArrayList<>();
    private long bytes;
    private boolean over;

    /** The outbox of a transaction that will not commit: what is given to it is forgotten. */
    static Outbox ended() {
        Outbox outbox = new Outbox();
        outbox.over = true;
        return outbox;
    }

    /**
     * Holds a message. After the end of the transaction it is forgotten at once, as this transaction cannot commit it.
     *
     * @param client kept open until the broker has answered, whatever becomes of the connection meanwhile
     * @return completes after the commit, with the broker's answer
     * @throws MqttException retryable if the transaction holds as much as it may, or too much that was committed before
     *     still waits for the broker
     */
    synchronized CompletionStage<Void> add(
            SharedClient client, OutboundSettings bounds, Message message, QoS qos, boolean retain) {
        if (over) {
            return CompletableFuture.failedFuture(rolledBack());
        }
        int size = message.payload().length;
        if (held.size() >= bounds.outboxMessages() || bytes + size > bounds.outboxBytes()) {
            throw new MqttException(
                    "the transaction already holds " + held.size() + " messages with " + bytes
                            + " bytes, and no more than outboxMessages=" + bounds.outboxMessages() + " and outboxBytes="
                            + bounds.outboxBytes() + " are allowed",
                    false);
        }
        if (client.committedWaiting() >= bounds.outboxMessages()) {
            throw new MqttException(
                    "the broker does not take messages fast enough: " + client.committedWaiting()
                            + " committed ones wait for it, and outboxMessages is " + bounds.outboxMessages(),
                    true);
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        client.retain();
        sent.whenComplete((nothing, failure) -> client.release());
        held.add(new Held(client, new Committed(message, qos, retain, sent)));
        bytes += size;
        return sent;
    }

    /** Nothing: everything waits for the outcome. */
    @Override
    public void beforeCompletion() {}

    @Override
    public void afterCompletion(int status) {
        List<Held> all = end();
        if (status == Status.STATUS_COMMITTED) {
            send(all);
        } else {
            all.forEach(forgotten -> forgotten.committed.sent().completeExceptionally(rolledBack()));
        }
    }

    private synchronized List<Held> end() {
        List<Held> all = held;
        held = List.of();
        over = true;
        return all;
    }

    /** Runs of one client go to it together. */
    private static void send(List<Held> all) {
        int from = 0;
        while (from < all.size()) {
            SharedClient client = all.get(from).client;
            int to = from;
            while (to < all.size() && all.get(to).client == client) {
                to++;
            }
            client.publishCommitted(
                    all.subList(from, to).stream().map(Held::committed).toList());
            from = to;
        }
    }

    private static MqttException rolledBack() {
        return new MqttException("the transaction was rolled back, and its messages with it", false);
    }
}
