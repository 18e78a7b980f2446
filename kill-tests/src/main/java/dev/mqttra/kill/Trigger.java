package dev.mqttra.kill;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Kills once, at the step for which it is armed. Any thread may come to a step. */
final class Trigger {
    private record Armed(Step step, Channel channel, CompletableFuture<Long> message) {}

    private final AtomicReference<@Nullable Armed> armed = new AtomicReference<>();
    private final Runnable kill;

    /** @param kill returns when the server is dead */
    Trigger(Runnable kill) {
        this.kill = kill;
    }

    /** @return completes with the number of the message that came to the step, when the server is dead */
    CompletableFuture<Long> arm(Step step, Channel channel) {
        Armed next = new Armed(step, channel, new CompletableFuture<>());
        armed.set(next);
        return next.message;
    }

    /**
     * Says that a message has come to a step.
     *
     * @return whether the server was killed for it; it is dead then
     */
    boolean reached(@Nullable Step step, Channel channel, long message) {
        Armed now = armed.get();
        if (now == null || now.step != step || !now.channel.equals(channel) || !armed.compareAndSet(now, null)) {
            return false;
        }
        try {
            kill.run();
            now.message.complete(message);
        } catch (RuntimeException e) {
            now.message.completeExceptionally(e);
        }
        return true;
    }
}
