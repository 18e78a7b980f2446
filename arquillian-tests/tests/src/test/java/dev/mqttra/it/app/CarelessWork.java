package dev.mqttra.it.app;

import dev.mqttra.api.MqttMessage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Stores each message in a row, with some milliseconds of work, and fails once with one in a hundred. */
public final class CarelessWork {
    private static final int FAILING = 100;
    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private CarelessWork() {}

    static void on(MqttMessage message, Rows rows) {
        rows.insert(message.topic(), message.text(), "");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        if (Integer.parseInt(message.text()) % FAILING == 0 && FAILED.add(message.text())) {
            throw new IllegalStateException("once in a hundred");
        }
    }
}
