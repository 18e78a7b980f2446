package dev.mqttra.ra.inbound;

import dev.mqttra.client.PublishFailedException;
import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.ra.hosted.Delays;
import dev.mqttra.ra.log.Log;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the answers to requests, through the activation's own client. The bean has run, so an answer that fails is
 * published again after a while, and the bean is not called again. Thread-safe. How many answers are on their way is
 * bounded by the client's window, as each belongs to an unacknowledged request.
 */
final class Replies {
    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;
    private static final int LARGEST_SHIFT = 6;

    private final String bean;
    private final Handover.Outlet outlet;
    private final Delays delays;
    private boolean closed;
    /** How many the client has. */
    private int open;

    Replies(String bean, Handover.Outlet outlet, Delays delays) {
        this.bean = bean;
        this.outlet = outlet;
        this.delays = delays;
    }

    /**
     * Publishes an answer until the broker has it, or has refused it for good: then it is logged and dropped, as it would be
     * refused again and the request is done.
     *
     * @param done called once then; on the client's I/O thread: it hands over and returns. Never where the activation ends
     *     before: the request stays unacknowledged and comes again
     */
    void publish(Reply reply, Runnable done) {
        attempt(reply, done, 0);
    }

    /**
     * Tries nothing again any more, and waits until what is on its way has arrived.
     *
     * @return how many answers did not arrive in time
     */
    synchronized int close(long nanos) throws InterruptedException {
        closed = true;
        long deadline = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && open > 0; left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return open;
    }

    private void attempt(Reply reply, Runnable done, int failures) {
        synchronized (this) {
            if (closed) {
                return;
            }
            open++;
        }
        CompletionStage<Void> stage;
        try {
            stage = outlet.publish(reply.message(), reply.qos(), reply.retain());
        } catch (IllegalArgumentException e) {
            // The message is none: larger than any packet, or with a response topic of its own that is wrong.
            refused(reply, done, e);
            over();
            return;
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((nothing, failure) -> {
            if (failure == null) {
                done.run();
            } else {
                failed(reply, done, failures, causeOf(failure));
            }
            over();
        });
    }

    private void failed(Reply reply, Runnable done, int failures, Throwable cause) {
        if (cause instanceof PublishFailedException publish && !publish.isRetryable()) {
            if (publish.what() != Cause.CLOSED) {
                refused(reply, done, cause);
            }
            return;
        }
        long pause = Math.min(FIRST_PAUSE_NANOS << Math.min(failures, LARGEST_SHIFT), LONGEST_PAUSE_NANOS);
        Log.replyFailed(
                bean, reply.message().topic().toString(), cause.toString(), TimeUnit.NANOSECONDS.toMillis(pause));
        try {
            delays.after(pause, () -> attempt(reply, done, failures + 1));
        } catch (RejectedExecutionException e) {
            Log.redeliveryForgotten(bean);
        }
    }

    private void refused(Reply reply, Runnable done, Throwable cause) {
        Log.replyRefused(bean, reply.message().topic().toString(), cause.toString());
        done.run();
    }

    private synchronized void over() {
        open--;
        notifyAll();
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
