package dev.mqttra.benchmarks.app;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Shows the count of calls in the first eight bytes of a file, where another process may look as often as it likes: asked for
 * by HTTP every 20 ms, it was a seventh of a core of Payara's, and counted as the messages'.
 */
final class Display {
    private static final long EVERY_NANOS = 5_000_000;
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private volatile boolean ended;

    /** Begins, and goes on until {@link #end()}. */
    void show(Path file) throws IOException {
        MappedByteBuffer shown;
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            shown = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
        Thread thread = new Thread(() -> run(shown), "benchmark-count");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(ByteBuffer shown) {
        while (!ended) {
            LONG.setVolatile(shown, 0, Counter.CALLS.sum());
            LockSupport.parkNanos(EVERY_NANOS);
        }
    }

    void end() {
        ended = true;
    }
}
