package dev.mqttra.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Drives one scenario against one port, from one thread. */
final class Load {
    /**
     * What was measured after the warm-up.
     *
     * @param perSecond messages delivered to subscribers, a second
     * @param serverMicros the server's CPU microseconds for each delivered message
     * @param loadMicros this thread's, likewise
     */
    record Result(double perSecond, double p50Micros, double p99Micros, double serverMicros, double loadMicros) {}

    private final Scenario scenario;
    private final Selector selector = Selector.open();
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Histogram latency = new Histogram(60_000_000_000L, 3);
    private long delivered;

    Load(Scenario scenario, int port) throws IOException {
        this.scenario = scenario;
        for (int s = 0; s < scenario.subscribers(); s++) {
            subscribers.add(new Subscriber(s, port));
        }
        for (int p = 0; p < scenario.publishers(); p++) {
            publishers.add(new Publisher(p, port));
        }
    }

    Result run(double warmUpSeconds, double seconds, LongSupplier serverCpuNanos) throws IOException {
        drive(warmUpSeconds);
        latency.reset();
        long deliveredBefore = delivered;
        long serverBefore = serverCpuNanos.getAsLong();
        long loadBefore = threadCpu();
        long start = System.nanoTime();
        drive(seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        double count = delivered - deliveredBefore;
        double server = (serverCpuNanos.getAsLong() - serverBefore) / 1e3 / count;
        double load = (threadCpu() - loadBefore) / 1e3 / count;
        return new Result(
                count / elapsed,
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                server,
                load);
    }

    void close() throws IOException {
        for (Publisher publisher : publishers) {
            publisher.close();
        }
        for (Subscriber subscriber : subscribers) {
            subscriber.close();
        }
        selector.close();
    }

    private void drive(double seconds) throws IOException {
        SelectorLoop.drive(selector, publishers, () -> delivered, seconds);
    }

    private static long threadCpu() {
        return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private final class Publisher extends Connection {
        private final byte[] frame;
        private final int idOffset;
        private final int payloadOffset;
        private final int number;
        private final ByteBuffer batch;
        /** Fewer are not worth a system call: a write for each message would measure this generator. */
        private final int leastBatch = Math.max(1, scenario.window() / 8);

        private long sent;
        private long acknowledged;
        private int nextId = 1;

        Publisher(int number, int port) throws IOException {
            super(selector, port, Frames.connect("bench-pub-" + number));
            this.number = number;
            String topic = scenario.topicOf(number);
            frame = Frames.publish(topic, scenario.qos(), scenario.payload());
            payloadOffset = frame.length - scenario.payload();
            idOffset = payloadOffset - 2;
            frame[payloadOffset + 8] = (byte) number;
            batch = ByteBuffer.allocateDirect(frame.length * scenario.window());
            while (batch.hasRemaining()) {
                batch.put(frame);
            }
        }

        private long credit() {
            long done = scenario.qos() > 0 ? acknowledged : Long.MAX_VALUE;
            for (Subscriber subscriber : subscribers) {
                if (scenario.receives(subscriber.number, number)) {
                    done = Math.min(done, subscriber.received[number]);
                }
            }
            return scenario.window() - (sent - done);
        }

        @Override
        void fill(ByteBuffer out) {
            int count = (int) Math.min(credit(), out.remaining() / frame.length);
            if (count < leastBatch) {
                return;
            }
            batch.clear();
            batch.putLong(payloadOffset, System.nanoTime());
            if (scenario.qos() > 0) {
                for (int i = 0; i < count; i++) {
                    batch.putShort(i * frame.length + idOffset, (short) nextId);
                    nextId = nextId == 65_535 ? 1 : nextId + 1;
                }
            }
            batch.limit(count * frame.length).position(0);
            out.put(batch);
            sent += count;
        }

        @Override
        void onFrame(int type, ByteBuffer in, int body, int end, long now) {
            if (type == Frames.PUBACK) {
                acknowledged++;
            }
        }
    }

    private final class Subscriber extends Connection {
        private final int number;
        private final long[] received = new long[scenario.publishers()];
        private final ByteBuffer acknowledgements = ByteBuffer.allocateDirect(1 << 17);

        Subscriber(int number, int port) throws IOException {
            super(
                    selector,
                    port,
                    Frames.connect("bench-sub-" + number),
                    Frames.subscribe(scenario.topicOf(number), scenario.qos()));
            this.number = number;
        }

        @Override
        void onFrame(int type, ByteBuffer in, int body, int end, long now) {
            if (type != Frames.PUBLISH) {
                return;
            }
            int payload = end - scenario.payload();
            received[in.get(payload + 8)]++;
            delivered++;
            long time = in.getLong(payload);
            if (time != 0) {
                latency.recordValue(Math.max(0, now - time));
            }
            if (scenario.qos() > 0) {
                acknowledgements.putShort((short) 0x4002).putShort(in.getShort(payload - 2));
            }
        }

        @Override
        void fill(ByteBuffer out) {
            acknowledgements.flip();
            out.put(acknowledgements);
            acknowledgements.clear();
        }
    }
}
