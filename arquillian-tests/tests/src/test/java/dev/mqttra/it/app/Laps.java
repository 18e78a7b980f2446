package dev.mqttra.it.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The messages of a key, which a bean goes through one after the other: the journal says which it has done, and where two
 * were with beans at once. Every seventh fails at its first attempt.
 */
public final class Laps {
    private static final Map<String, AtomicInteger> INSIDE = new ConcurrentHashMap<>();
    private static final Map<String, Boolean> FAILED = new ConcurrentHashMap<>();

    private Laps() {}

    /** @param text the number of the message within the key, or {@code gate NAME} for one that waits there */
    static void run(String key, String text) {
        AtomicInteger inside = INSIDE.computeIfAbsent(key, any -> new AtomicInteger());
        if (inside.incrementAndGet() > 1) {
            Journal.add("two at once of " + key);
        }
        try {
            if (text.startsWith("gate ")) {
                Journal.pass(text.substring("gate ".length()));
            } else if (Integer.parseInt(text) % 7 == 3 && FAILED.put(key + " " + text, true) == null) {
                throw new IllegalStateException("fails once: " + text + " of " + key);
            }
            Journal.add("lap " + key + " " + text);
        } finally {
            inside.decrementAndGet();
        }
    }
}
