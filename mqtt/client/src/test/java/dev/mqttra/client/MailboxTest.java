package dev.mqttra.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final List<Integer> done = new ArrayList<>();

    private Mailbox.Call call(int number) {
        return new Task(now -> done.add(number), () -> done.add(-number));
    }

    @Test
    void callsAreCarriedOutInOrderAndCountedUntilThen() {
        assertThat(mailbox.put(call(1))).isEqualTo(1);
        assertThat(mailbox.put(call(2))).isEqualTo(2);
        assertThat(mailbox.put(call(3))).isEqualTo(3);
        mailbox.carryOut(0);
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(mailbox.put(call(4))).isEqualTo(1);
        mailbox.abandon();
        mailbox.abandon();
        assertThat(done).containsExactly(1, 2, 3, -4);
    }

    @Test
    void whatACallPutsInWaitsForTheNextTime() {
        mailbox.put(new Task(now -> mailbox.put(call(2)), () -> {}));
        mailbox.carryOut(0);
        assertThat(done).isEmpty();
        mailbox.carryOut(0);
        assertThat(done).containsExactly(2);
    }

    @Test
    void manyThreadsLoseNothing() throws Exception {
        int threads = 4;
        int each = 50_000;
        int[] last = new int[threads];
        AtomicInteger total = new AtomicInteger();
        List<Thread> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            all.add(new Thread(() -> {
                for (int i = 1; i <= each; i++) {
                    int number = i;
                    mailbox.put(new Task(
                            now -> {
                                assertThat(number).isEqualTo(++last[thread]);
                                total.incrementAndGet();
                            },
                            () -> {}));
                }
            }));
        }
        all.forEach(Thread::start);
        while (all.stream().anyMatch(Thread::isAlive)) {
            mailbox.carryOut(0);
        }
        mailbox.carryOut(0);
        assertThat(total.get()).isEqualTo(threads * each);
    }
}
