package dev.mqttra.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoEventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One event loop: an executor with one thread, on which sockets are read and written between the tasks. Everything of a
 * link of this loop happens on it.
 */
public final class Loop implements Executor {
    private final String name;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LoopBuffers buffers = new LoopBuffers();
    private final IoEventLoop eventLoop;
    private List<NettyLink> toFlush = new ArrayList<>();
    private List<NettyLink> flushing = new ArrayList<>();
    private final Runnable flushAll = this::flushAll;
    private final Set<Channel> open = new LinkedHashSet<>();
    private boolean ending;
    /** Where the executor gave no thread, the thread that cleans up. */
    private volatile boolean inline;

    private Loop(String name, Executor threads) {
        this.name = name;
        // Not Netty's event loop group: its termination listeners would start the thread of GlobalEventExecutor.
        this.eventLoop =
                new SingleThreadIoEventLoop(null, (Executor) run -> lend(threads, run), NioIoHandler.newFactory());
    }

    static Loop start(String name, Executor threads, Duration timeout) {
        Loop loop = new Loop(name, threads);
        CountDownLatch running = new CountDownLatch(1);
        try {
            loop.eventLoop.execute(running::countDown);
            if (running.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                return loop;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            loop.end();
            throw new IllegalStateException("interrupted while event loop " + name + " was starting", e);
        } catch (RuntimeException e) {
            loop.inline = true;
            loop.end();
            throw new IllegalStateException(
                    "event loop " + name + " cannot start: the executor gives no thread: " + e, e);
        }
        loop.end();
        throw new IllegalStateException("event loop " + name + " cannot start: the executor gave no thread within "
                + timeout.toSeconds() + " s");
    }

    /** Whether the caller is on this loop's thread. */
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /**
     * Runs a task on the loop, after those given before. What it throws is logged and does not harm the loop.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    @Override
    public void execute(Runnable task) {
        eventLoop.execute(() -> runLogged(task));
    }

    /**
     * Runs a task on the loop after some time. From any thread. A loop that ends forgets it.
     *
     * @param delayNanos nanoseconds; 0 or less is as soon as possible
     * @throws java.util.concurrent.RejectedExecutionException if the loop has ended
     */
    public Cancellable schedule(Runnable task, long delayNanos) {
        Future<?> future = eventLoop.schedule(() -> runLogged(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public String toString() {
        return name;
    }

    LoopBuffers buffers() {
        return buffers;
    }

    /**
     * Flushes the link when the reads of this turn of the loop are done: what several publishers' reads brought to one
     * subscriber leaves in one write.
     */
    void flushLater(NettyLink link) {
        if (toFlush.isEmpty()) {
            eventLoop.execute(flushAll);
        }
        toFlush.add(link);
    }

    /**
     * Puts a channel on this loop, which closes it when it ends. Netty alone would not, where the shutdown comes between
     * two of its steps: the socket would stay open and nobody be told.
     */
    ChannelFuture register(Channel channel) {
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRegistered(ChannelHandlerContext context) {
                context.pipeline().remove(this);
                if (ending) {
                    channel.close();
                } else {
                    open.add(channel);
                    channel.closeFuture().addListener(closed -> open.remove(channel));
                }
                context.fireChannelRegistered();
            }
        });
        return eventLoop.register(channel);
    }

    void end() {
        try {
            eventLoop.execute(this::endInLoop);
        } catch (RejectedExecutionException e) {
            // It has ended before.
        }
    }

    private void endInLoop() {
        if (!ending) {
            ending = true;
            List.copyOf(open).forEach(Loop::closeNow);
            eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS);
        }
    }

    /** TLS says its farewell, but is not waited for. */
    private static void closeNow(Channel channel) {
        channel.close();
        if (channel.isOpen()) {
            channel.unsafe().close(channel.newPromise());
        }
    }

    boolean awaitEnd(long time, TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }

    private void flushAll() {
        List<NettyLink> links = toFlush;
        toFlush = flushing;
        flushing = links;
        for (int i = 0; i < links.size(); i++) {
            links.get(i).flushNow();
        }
        links.clear();
    }

    private void lend(Executor threads, Runnable run) {
        Runnable loop = () -> {
            try {
                run.run();
            } finally {
                buffers.close();
            }
        };
        if (inline) {
            onThread(loop);
        } else {
            threads.execute(() -> onThread(loop));
        }
    }

    private void onThread(Runnable loop) {
        try {
            if (Thread.currentThread() instanceof FastThreadLocalThread) {
                loop.run();
            } else {
                // Netty's thread locals on a thread that is not ours: removed when the loop ends.
                FastThreadLocalThread.runWithFastThreadLocal(loop);
            }
        } finally {
            ended.countDown();
        }
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Log.taskFailed(e);
        }
    }
}
