package dev.mqttra.ra.inbound;

import dev.mqttra.client.PublishFailedException;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Publishes what takes a message's place, through the activation's own client at QoS 1, until the broker has it: a
 * publish that fails is repeated after a while, as often as it takes. Thread-safe. How many messages are being handed
 * over is bounded by the client's window, as each is the place of an unacknowledged one.
 */
final class Handover {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;
    private static final int LARGEST_SHIFT = 6;

    private final String bean;
    private final Outlet outlet;
    private final Delays delays;
    private volatile boolean closed;

    /** Publishes. The stage completes when the broker has acknowledged as the QoS asks for, or fails. Any thread. */
    @FunctionalInterface
    interface Outlet {
        CompletionStage<Void> publish(Message message, QoS qos, boolean retain);
    }

    Handover(String bean, Outlet outlet, Delays delays) {
        this.bean = bean;
        this.outlet = outlet;
        this.delays = delays;
    }

    /**
     * Publishes a message.
     *
     * @param taken called once when the broker has it, on the client's I/O thread: it hands over and returns. Never where
     *     the activation ends before
     */
    void publish(Message message, Runnable taken) {
        attempt(message, taken, 0);
    }

    /** Nothing is tried again any more. */
    void close() {
        closed = true;
    }

    private void attempt(Message message, Runnable taken, int failures) {
        if (closed) {
            return;
        }
        CompletionStage<Void> stage;
        try {
            stage = outlet.publish(message, QoS.AT_LEAST_ONCE, false);
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((nothing, failure) -> {
            if (failure == null) {
                taken.run();
            } else {
                failed(message, taken, failures, failure);
            }
        });
    }

    private void failed(Message message, Runnable taken, int failures, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean over = cause instanceof PublishFailedException publish
                && publish.what() == PublishFailedException.Cause.CLOSED;
        if (closed || over) {
            // What it stands for is unacknowledged and comes again.
            return;
        }
        long pause = Math.min(FIRST_PAUSE_NANOS << Math.min(failures, LARGEST_SHIFT), LONGEST_PAUSE_NANOS);
        Log.handoverFailed(bean, message.topic().toString(), cause.toString(), TimeUnit.NANOSECONDS.toMillis(pause));
        try {
            delays.after(pause, () -> attempt(message, taken, failures + 1));
        } catch (RejectedExecutionException e) {
            Log.redeliveryForgotten(bean);
        }
    }
}
