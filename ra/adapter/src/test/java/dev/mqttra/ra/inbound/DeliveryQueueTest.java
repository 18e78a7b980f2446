package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.ra.fake.FakeDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With real threads that wait for messages side by side, as the workers of a server do. */
class DeliveryQueueTest {
    private static final int WORKERS = 4;
    private static final int MESSAGES = 20_000;
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final DeliveryQueue queue = new DeliveryQueue(WORKERS);
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        queue.close();
        threads.shutdown();
    }

    /** As {@link Workers} and {@link DeliveryWork} do it. */
    private void wake() {
        if (!queue.hasAllWorkers() && queue.reserve()) {
            threads.execute(this::work);
        }
    }

    private void work() {
        queue.begun();
        queue.ready();
        try {
            while (queue.take(null, LINGER_NANOS) != null) {
                wake();
                taken.incrementAndGet();
            }
        } catch (InterruptedException | RuntimeException e) {
            failures.add(e);
        } finally {
            queue.ended();
            wake();
        }
    }

    @Test
    void burstsOfMessagesAreAllTaken() throws Exception {
        Random random = new Random(3);
        for (int sent = 0; sent < MESSAGES; ) {
            List<Pending> burst = new ArrayList<>();
            for (int size = Math.min(MESSAGES - sent, 1 + random.nextInt(40)); size > 0; size--) {
                burst.add(pending());
            }
            queue.addAll(burst);
            wake();
            sent += burst.size();
            // Now and then the workers run dry, and wait.
            if (random.nextInt(10) == 0) {
                int soFar = sent;
                await().until(() -> taken.get() == soFar);
            }
        }
        await().until(() -> taken.get() == MESSAGES);
        assertThat(failures).isEmpty();
        queue.close();
        assertThat(queue.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isZero();
    }

    @Test
    void whatComesWhileItIsHaltedIsTakenAfterwards() throws Exception {
        queue.add(pending());
        wake();
        await().until(() -> taken.get() == 1);
        queue.halt();
        for (int i = 0; i < 100; i++) {
            queue.add(pending());
            wake();
        }
        assertThat(queue.awaitEnd(TimeUnit.SECONDS.toNanos(10))).isZero();
        assertThat(taken).hasValue(1);
        queue.proceed();
        wake();
        await().until(() -> taken.get() == 101);
    }

    private static Pending pending() {
        return new PendingDelivery(null, new FakeDelivery("t", "", new ArrayList<>()), null, null, null);
    }
}
