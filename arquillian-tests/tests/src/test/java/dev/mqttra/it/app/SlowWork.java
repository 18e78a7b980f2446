package dev.mqttra.it.app;

import dev.mqttra.api.MqttMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes as many milliseconds for a message as its topic says: {@code slow/20/...}. The journal says when all messages of a
 * topic have been here, and which were twice.
 */
public final class SlowWork {
    private static final Map<String, Set<String>> HAD = new ConcurrentHashMap<>();

    private SlowWork() {}

    /** @param message its text is which one it is of how many, as {@code 7 of 1000} */
    static void on(MqttMessage message) {
        long nanos =
                TimeUnit.MILLISECONDS.toNanos(Long.parseLong(message.topic().split("/")[1]));
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        Set<String> had = HAD.computeIfAbsent(message.topic(), any -> ConcurrentHashMap.newKeySet());
        String[] words = message.text().split(" ");
        if (!had.add(words[0])) {
            Journal.add("twice " + message.topic() + " " + message.text());
        } else if (had.size() == Integer.parseInt(words[2])) {
            Journal.add("all of " + message.topic());
        }
    }
}
