package dev.mqttra.it.app;

import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What happened in the application, and gates at which it waits until the test has looked around. */
public final class Journal {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private Journal() {}

    public static void add(String line) {
        LINES.add(line);
    }

    public static List<String> lines() {
        return List.copyOf(LINES);
    }

    /** How often there is this line. */
    static long count(String line) {
        return LINES.stream().filter(line::equals).count();
    }

    /** Says in the journal that the gate is reached, and waits until it is opened. */
    public static void pass(String gate) {
        add("at " + gate);
        try {
            if (!gate(gate).await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody opened " + gate);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets the transaction that is open on this thread wait at the gate, after the bean's method and before the commit. */
    static void passInCommit(String gate, TransactionSynchronizationRegistry transaction) {
        transaction.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                pass(gate);
            }

            @Override
            public void afterCompletion(int status) {
                add("completed " + gate + " " + status);
            }
        });
    }

    public static void open(String gate) {
        gate(gate).countDown();
    }

    static boolean isOpen(String gate) {
        return gate(gate).getCount() == 0;
    }

    private static CountDownLatch gate(String name) {
        return GATES.computeIfAbsent(name, any -> new CountDownLatch(1));
    }
}
