package dev.mqttra.benchmarks.jmh;

import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.protocol.topic.TopicTree;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** A topic against a tree of subscriptions: one in ten has a wildcard, each topic matches a handful. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class TopicTreeBenchmark {
    private static final int TOPICS = 1024;

    @Param({"10", "10000", "1000000"})
    int subscriptions;

    private final TopicTree<Integer, Boolean> tree = new TopicTree<>();
    private final TopicName[] topics = new TopicName[TOPICS];
    private int next;

    @Setup
    public void prepare() {
        for (int i = 0; i < subscriptions; i++) {
            String line = Integer.toString(i % 1000);
            String device = Integer.toString(i / 1000);
            String filter = i % 10 == 9 ? "plant/" + line + "/+/temperature/" + device : "plant/" + line + "/" + device;
            tree.put(TopicFilter.of(filter), i, true);
        }
        for (int i = 0; i < TOPICS; i++) {
            int n = (int) ((long) i * 7919 % Math.max(subscriptions, 1));
            topics[i] = TopicName.of("plant/" + n % 1000 + "/" + n / 1000);
        }
    }

    @Benchmark
    public void match(Blackhole hole) {
        next = (next + 1) & (TOPICS - 1);
        tree.match(topics[next], (subscriber, value) -> hole.consume(subscriber));
    }
}
