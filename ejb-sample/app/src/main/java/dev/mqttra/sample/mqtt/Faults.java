package dev.mqttra.sample.mqtt;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a bean fail now and then, on request, so that one can see what becomes of the message. */
@ApplicationScoped
public class Faults {
    private static final int EVERY = 5;

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean wanted;

    public boolean isWanted() {
        return wanted;
    }

    public void setWanted(boolean wanted) {
        this.wanted = wanted;
    }

    /** @throws IllegalStateException at every fifth call, while that is wanted */
    void perhapsFail() {
        if (wanted && calls.incrementAndGet() % EVERY == 0) {
            throw new IllegalStateException("Fails every fifth time, as the page asked for");
        }
    }
}
