package dev.mqttra.ra.inbound;

import dev.mqttra.client.PublishFailedException;
import dev.mqttra.client.PublishFailedException.Cause;
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
 * Publishes what the broker must have before a message is acknowledged, through the activation's own client: what takes
 * the message's place, or the answer to it. A publish that fails is repeated after a while, as often as it takes.
 * Thread-safe. How many are on their way is bounded by the client's window, as each belongs to an unacknowledged message.
 */
final class Handover {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;
    private static final int LARGEST_SHIFT = 6;

    private final String bean;
    private final Outlet outlet;
    private final Delays delays;
    /** Whether what fails stays so. */
    private boolean closing;
    /** Whether nothing is published at all. */
    private boolean closed;
    /** How many the client has. */
    private int open;

    /** Publishes. The stage completes when the broker has acknowledged as the QoS asks for, or fails. Any thread. */
    @FunctionalInterface
    interface Outlet {
        CompletionStage<Void> publish(Message message, QoS qos, boolean retain);
    }

    /** What is to be published, and what is said and done where that fails. */
    private interface Publication {
        CompletionStage<Void> publish(Outlet outlet);

        /** The broker will never take it. Whether it is given up for that: then nothing more is done here. */
        boolean refused(Throwable cause);

        void delayed(Throwable cause, long pauseMillis);

        /** The broker has it. */
        void taken();
    }

    Handover(String bean, Outlet outlet, Delays delays) {
        this.bean = bean;
        this.outlet = outlet;
        this.delays = delays;
    }

    /**
     * Publishes what takes a message's place, at QoS 1. It is repeated also where the broker refuses it, as otherwise it
     * would be lost.
     *
     * @param taken called once when the broker has it, on the client's I/O thread: it hands over and returns. Never where
     *     the activation ends before: what it stands for is unacknowledged and comes again
     */
    void inPlace(Message message, Runnable taken) {
        attempt(
                new Publication() {
                    @Override
                    public CompletionStage<Void> publish(Outlet outlet) {
                        return outlet.publish(message, QoS.AT_LEAST_ONCE, false);
                    }

                    @Override
                    public boolean refused(Throwable cause) {
                        return false;
                    }

                    @Override
                    public void delayed(Throwable cause, long pauseMillis) {
                        Log.handoverFailed(bean, message.topic().toString(), cause.toString(), pauseMillis);
                    }

                    @Override
                    public void taken() {
                        taken.run();
                    }
                },
                0);
    }

    /**
     * Publishes an answer until the broker has it, or has refused it for good: then it is logged and dropped, as it would be
     * refused again, and the request is done. The bean has run, and is not called again.
     *
     * @param done called once then; on the client's I/O thread: it hands over and returns. Never where the activation ends
     *     before: the request stays unacknowledged and comes again
     */
    void answer(Reply reply, Runnable done) {
        String topic = reply.message().topic().toString();
        attempt(
                new Publication() {
                    @Override
                    public CompletionStage<Void> publish(Outlet outlet) {
                        return outlet.publish(reply.message(), reply.qos(), reply.retain());
                    }

                    @Override
                    public boolean refused(Throwable cause) {
                        Log.replyRefused(bean, topic, cause.toString());
                        done.run();
                        return true;
                    }

                    @Override
                    public void delayed(Throwable cause, long pauseMillis) {
                        Log.replyFailed(bean, topic, cause.toString(), pauseMillis);
                    }

                    @Override
                    public void taken() {
                        done.run();
                    }
                },
                0);
    }

    /** Repeats nothing any more. What beans that end now give is still published once, until {@link #close}. */
    synchronized void stopRepeating() {
        closing = true;
    }

    /**
     * Publishes nothing any more, and waits until what is on its way has arrived.
     *
     * @return how many did not arrive in time
     */
    synchronized int close(long nanos) throws InterruptedException {
        closing = true;
        closed = true;
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && open > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return open;
    }

    private void attempt(Publication publication, int failures) {
        synchronized (this) {
            if (closed || closing && failures > 0) {
                return;
            }
            open++;
        }
        CompletionStage<Void> stage;
        try {
            stage = publication.publish(outlet);
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((nothing, failure) -> {
            try {
                if (failure == null) {
                    publication.taken();
                } else {
                    failed(publication, failures, causeOf(failure));
                }
            } finally {
                over();
            }
        });
    }

    private void failed(Publication publication, int failures, Throwable cause) {
        if (cause instanceof PublishFailedException publish && publish.what() == Cause.CLOSED) {
            return;
        }
        if (isRefusal(cause) && publication.refused(cause)) {
            return;
        }
        synchronized (this) {
            if (closing) {
                return;
            }
        }
        long pause = Math.min(FIRST_PAUSE_NANOS << Math.min(failures, LARGEST_SHIFT), LONGEST_PAUSE_NANOS);
        publication.delayed(cause, TimeUnit.NANOSECONDS.toMillis(pause));
        try {
            delays.after(pause, () -> attempt(publication, failures + 1));
        } catch (RejectedExecutionException e) {
            Log.redeliveryForgotten(bean);
        }
    }

    /** An IllegalArgumentException says that it is no message: larger than any packet, or with a wrong response topic. */
    private static boolean isRefusal(Throwable cause) {
        return cause instanceof IllegalArgumentException
                || cause instanceof PublishFailedException publish && !publish.isRetryable();
    }

    private synchronized void over() {
        open--;
        notifyAll();
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
