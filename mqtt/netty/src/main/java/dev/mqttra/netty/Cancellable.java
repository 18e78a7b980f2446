package dev.mqttra.netty;

/** Something that is going to happen and need not. */
@FunctionalInterface
public interface Cancellable {

    /** It does not happen any more, unless it has begun. From any thread; a second call does nothing. */
    void cancel();
}
