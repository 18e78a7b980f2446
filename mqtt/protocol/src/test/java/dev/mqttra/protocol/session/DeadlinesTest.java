package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines<String> deadlines = new Deadlines<>();

    @Test
    void givesWhatIsDueTheEarliestFirst() {
        deadlines.set("b", 20);
        deadlines.set("a", 10);
        deadlines.set("c", 10);
        assertThat(deadlines.untilNext(4)).isEqualTo(6);
        assertThat(deadlines.poll(9)).isNull();
        assertThat(deadlines.poll(10)).isEqualTo("a");
        assertThat(deadlines.poll(10)).isEqualTo("c");
        assertThat(deadlines.poll(10)).isNull();
        assertThat(deadlines.untilNext(50)).isZero();
        assertThat(deadlines.poll(50)).isEqualTo("b");
        assertThat(deadlines.untilNext(50)).isEqualTo(Deadlines.NEVER);
        assertThat(deadlines.poll(50)).isNull();
    }

    @Test
    void movesAndCancels() {
        deadlines.set("a", 10);
        deadlines.set("a", 30);
        deadlines.set("b", 20);
        deadlines.set("b", 5);
        deadlines.cancel("c");
        assertThat(deadlines.poll(10)).isEqualTo("b");
        assertThat(deadlines.poll(29)).isNull();
        deadlines.cancel("a");
        assertThat(deadlines.poll(100)).isNull();
        assertThat(deadlines.size()).isZero();
    }

    @Test
    void bearsTheClockRunningOver() {
        deadlines.set("later", Long.MIN_VALUE + 5);
        deadlines.set("sooner", Long.MAX_VALUE - 5);
        assertThat(deadlines.untilNext(Long.MAX_VALUE - 10)).isEqualTo(5);
        assertThat(deadlines.poll(Long.MAX_VALUE)).isEqualTo("sooner");
        assertThat(deadlines.poll(Long.MAX_VALUE)).isNull();
        assertThat(deadlines.poll(Long.MIN_VALUE + 5)).isEqualTo("later");
    }

    @Property(tries = 300)
    void isAMapWithASmallest(@ForAll long seed) {
        Random random = new Random(seed);
        Deadlines<Integer> some = new Deadlines<>();
        Map<Integer, Long> plain = new HashMap<>();
        long now = random.nextLong();
        for (int i = 0; i < 1500; i++) {
            int key = random.nextInt(200);
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    long deadline = now + random.nextInt(100) - 10;
                    some.set(key, deadline);
                    plain.put(key, deadline);
                }
                case 2 -> {
                    some.cancel(key);
                    plain.remove(key);
                }
                default -> {
                    now += random.nextInt(5);
                    Integer due = some.poll(now);
                    long base = now;
                    Long least = plain.values().stream()
                            .min(Comparator.comparingLong(deadline -> deadline - base))
                            .orElse(null);
                    if (due == null) {
                        assertThat(least == null || least - now > 0).isTrue();
                    } else {
                        assertThat(plain.remove(due)).isEqualTo(least);
                    }
                }
            }
            assertThat(some.size()).isEqualTo(plain.size());
        }
    }
}
