package dev.mqttra.benchmarks.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the codec does to a buffer for a small PUBLISH (a few bytes read one by one, a hash over the topic, one copy),
 * on the two buffers it could have been written for. The result decided for ByteBuffer: docs/decisions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BufferBenchmark {
    private static final int BATCH = 256;
    private static final int TOPIC = 26;
    private static final int PAYLOAD = 64;
    private static final int FRAME = 2 + 2 + TOPIC + 2 + PAYLOAD;

    private final ByteBuffer direct = ByteBuffer.allocateDirect(FRAME * BATCH);
    private final ByteBuffer heap = ByteBuffer.allocate(FRAME * BATCH);
    private final ByteBuf pooled = PooledByteBufAllocator.DEFAULT.directBuffer(FRAME * BATCH);

    @Setup
    public void prepare() {
        for (int i = 0; i < BATCH; i++) {
            heap.put((byte) 0x32).put((byte) (FRAME - 2)).putShort((short) TOPIC);
            for (int t = 0; t < TOPIC; t++) {
                heap.put((byte) ('a' + t));
            }
            heap.putShort((short) i).put(new byte[PAYLOAD]);
        }
        heap.flip();
        direct.put(heap.duplicate()).flip();
        pooled.writeBytes(heap.duplicate());
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void directByteBuffer(Blackhole hole) {
        walk(direct, hole);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void heapByteBuffer(Blackhole hole) {
        walk(heap, hole);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void directByteBuf(Blackhole hole) {
        pooled.readerIndex(0);
        while (pooled.isReadable()) {
            int first = pooled.readByte();
            int length = pooled.readByte();
            int topic = pooled.readUnsignedShort();
            int hash = first + length;
            int end = pooled.readerIndex() + topic;
            for (int i = pooled.readerIndex(); i < end; i++) {
                hash = 31 * hash + pooled.getByte(i);
            }
            pooled.readerIndex(end);
            int id = pooled.readUnsignedShort();
            byte[] payload = new byte[length - topic - 4];
            pooled.readBytes(payload);
            hole.consume(hash + id);
            hole.consume(payload);
        }
    }

    private static void walk(ByteBuffer in, Blackhole hole) {
        in.position(0);
        while (in.hasRemaining()) {
            int first = in.get();
            int length = in.get();
            int topic = in.getShort();
            int hash = first + length;
            int end = in.position() + topic;
            for (int i = in.position(); i < end; i++) {
                hash = 31 * hash + in.get(i);
            }
            in.position(end);
            int id = in.getShort();
            byte[] payload = new byte[length - topic - 4];
            in.get(payload);
            hole.consume(hash + id);
            hole.consume(payload);
        }
    }
}
