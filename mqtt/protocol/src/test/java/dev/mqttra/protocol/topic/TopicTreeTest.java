package dev.mqttra.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TopicTreeTest {
    private final TopicTree<String, Integer> tree = new TopicTree<>();

    @Test
    void keepsOneValueForAFilterAndSubscriber() {
        assertThat(put("a/+", "s", 1)).isNull();
        assertThat(put("a/+", "s", 2)).isEqualTo(1);
        assertThat(put("a/+", "t", 3)).isNull();
        assertThat(tree.size()).isEqualTo(2);
        assertThat(match("a/b")).containsExactly("s2", "t3");
        assertThat(tree.remove(TopicFilter.of("a/+"), "s")).isEqualTo(2);
        assertThat(tree.remove(TopicFilter.of("a/+"), "s")).isNull();
        assertThat(match("a/b")).containsExactly("t3");
    }

    @Test
    void aSubscriberWithSeveralFiltersComesSeveralTimes() {
        put("a/b", "s", 1);
        put("a/+", "s", 2);
        put("#", "s", 3);
        assertThat(match("a/b")).containsExactlyInAnyOrder("s1", "s2", "s3");
    }

    @Test
    void matchesASharedSubscriptionByItsFilter() {
        put("$share/g/a/#", "g", 1);
        assertThat(match("a")).containsExactly("g1");
        assertThat(match("$share/g/a")).isEmpty();
    }

    @Test
    void bearsTheDeepestFilterAndName() {
        put("+" + "/+".repeat(32_767), "s", 1);
        put("#", "t", 2);
        assertThat(match("/".repeat(32_767))).containsExactly("t2", "s1");
        assertThat(match("/".repeat(65_535))).containsExactly("t2");
        tree.remove(TopicFilter.of("+" + "/+".repeat(32_767)), "s");
        assertThat(tree.nodeCount()).isZero();
    }

    @Test
    void visitsInTheSameOrderEveryTime() {
        List<List<String>> orders = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            TopicTree<String, Integer> other = new TopicTree<>();
            Random random = new Random(5);
            for (int i = 0; i < 3000; i++) {
                other.put(TopicFilter.of(filter(random)), "s" + random.nextInt(50), i);
            }
            List<String> order = new ArrayList<>();
            other.match(TopicName.of("a/b/c"), (subscriber, value) -> order.add(subscriber + value));
            orders.add(order);
        }
        assertThat(orders.get(0)).isNotEmpty().isEqualTo(orders.get(1));
    }

    /** Random puts and removes beside a plain map with {@link TopicFilter#matches}, in few names so that much collides. */
    @Property(tries = 300)
    void findsWhatEachFilterMatches(@ForAll long seed) {
        Random random = new Random(seed);
        TopicTree<String, Integer> some = new TopicTree<>();
        Map<Map.Entry<TopicFilter, String>, Integer> plain = new LinkedHashMap<>();
        for (int i = 0; i < 400; i++) {
            TopicFilter filter = TopicFilter.of(filter(random));
            String subscriber = "s" + random.nextInt(4);
            Map.Entry<TopicFilter, String> key = Map.entry(filter, subscriber);
            if (random.nextInt(3) > 0) {
                assertThat(some.put(filter, subscriber, i)).isEqualTo(plain.put(key, i));
            } else {
                assertThat(some.remove(filter, subscriber)).isEqualTo(plain.remove(key));
            }
            assertThat(some.size()).isEqualTo(plain.size());
            TopicName topic = TopicName.of(name(random));
            List<String> found = new ArrayList<>();
            some.match(topic, (who, value) -> found.add(who + value));
            List<String> expected = new ArrayList<>();
            plain.forEach((k, value) -> {
                if (k.getKey().matches(topic)) {
                    expected.add(k.getValue() + value);
                }
            });
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        }
        plain.keySet().forEach(key -> some.remove(key.getKey(), key.getValue()));
        assertThat(some.size()).isZero();
        assertThat(some.nodeCount()).isZero();
    }

    private static String filter(Random random) {
        String[] levels = {"a", "b", "c", "", "$x", "é", "+", "+"};
        String filter = join(levels, random);
        String all = random.nextInt(4) == 0 ? filter + "/#" : filter;
        return all.isEmpty() ? "#" : all;
    }

    private static String name(Random random) {
        String name = join(new String[] {"a", "b", "c", "", "$x", "é"}, random);
        return name.isEmpty() ? "a" : name;
    }

    private static String join(String[] levels, Random random) {
        List<String> some = new ArrayList<>();
        do {
            some.add(levels[random.nextInt(levels.length)]);
        } while (random.nextInt(3) > 0);
        return String.join("/", some);
    }

    private Integer put(String filter, String subscriber, int value) {
        return tree.put(TopicFilter.of(filter), subscriber, value);
    }

    private List<String> match(String topic) {
        List<String> found = new ArrayList<>();
        tree.match(TopicName.of(topic), (subscriber, value) -> found.add(subscriber + value));
        return found;
    }
}
