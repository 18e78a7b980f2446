package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.packet.PingReq;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventLoopsTest {

    @Test
    void tenStartsAndStopsWithTrafficLeaveNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 10; i++) {
            try (EventLoops loops = EventLoops.start(2)) {
                exchangeAPing(loops);
            }
            for (Thread thread : newThreads(before)) {
                // A loop's thread has nothing left to do but to end; any other, as Netty's global executor, stays.
                assertThat(thread.getName()).startsWith("mqtt-loop");
                thread.join(10_000);
            }
            assertThat(newThreads(before)).as("after stop %d", i + 1).isEmpty();
        }
    }

    @Test
    void aLentThreadComesBackWithoutThreadLocalsOfNetty() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task);
            threads.add(thread);
            return thread;
        });
        try {
            try (EventLoops loops = EventLoops.start(2, pool)) {
                exchangeAPing(loops);
            }
            assertThat(threads)
                    .hasSize(2)
                    .flatMap(thread -> List.of(thread.getStackTrace()))
                    .noneMatch(frame -> frame.getClassName().startsWith("io.netty"));
            for (int i = 0; i < 2; i++) {
                assertThat(pool.submit(() -> InternalThreadLocalMap.getIfSet() == null)
                                .get(10, TimeUnit.SECONDS))
                        .isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void anExecutorThatRejectsFailsTheStartAndLeavesNothingRunning() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            assertThatThrownBy(() -> EventLoops.start(2, task -> {
                        if (calls.incrementAndGet() == 2) {
                            throw new RejectedExecutionException("no work thread is free");
                        }
                        pool.execute(task);
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("mqtt-loop-1")
                    .hasMessageContaining("no work thread is free")
                    .hasCauseInstanceOf(RejectedExecutionException.class);
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void tasksRunInOrderOnOneThreadAndAThrowingOneHarmsNobody() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            Loop loop = loops.loop(0);
            BlockingQueue<String> done = new LinkedBlockingQueue<>();
            loop.execute(() -> done.add("first, in the loop: " + loop.inLoop()));
            loop.execute(() -> {
                throw new IllegalStateException("thrown on purpose");
            });
            loop.execute(() -> done.add("second"));
            assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("first, in the loop: true");
            assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
            assertThat(loop.inLoop()).isFalse();
        }
    }

    @Test
    void aTimerRunsUnlessItIsCancelled() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            Loop loop = loops.loop(0);
            BlockingQueue<String> done = new LinkedBlockingQueue<>();
            Cancellable never = loop.schedule(() -> done.add("cancelled"), TimeUnit.MILLISECONDS.toNanos(20));
            never.cancel();
            loop.schedule(() -> done.add("late"), TimeUnit.MILLISECONDS.toNanos(800));
            loop.schedule(() -> done.add("early"), TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(List.of(done.poll(10, TimeUnit.SECONDS), done.poll(10, TimeUnit.SECONDS)))
                    .containsExactly("early", "late");
            assertThat(done).isEmpty();
        }
    }

    @Test
    void closeClosesWhatIsOpenAndRejectsWhatComesLater() throws Exception {
        EventLoops loops = EventLoops.start(1);
        CompletableFuture<Machine> accepted = new CompletableFuture<>();
        Listener listener = listen(loops, accepted);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            Machine machine = accepted.get(10, TimeUnit.SECONDS);
            loops.close();
            assertThat(machine.event()).startsWith("closed");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(() -> loops.loop(0).execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        loops.close();
        listener.close();
        try (EventLoops again = EventLoops.start(1)) {
            Listener.bind(again, listener.address(), ListenerConfig.tcp(1024), Machine::new)
                    .close();
        }
    }

    @Test
    void closeOnALoopClosesWhatIsOpenToo() throws Exception {
        EventLoops loops = EventLoops.start(1);
        CompletableFuture<Machine> accepted = new CompletableFuture<>();
        Listener listener = listen(loops, accepted);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
            Machine machine = accepted.get(10, TimeUnit.SECONDS);
            loops.loop(0).execute(loops::close);
            assertThat(machine.event()).startsWith("closed");
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        loops.close();
    }

    private static void exchangeAPing(EventLoops loops) throws Exception {
        CompletableFuture<Machine> accepted = new CompletableFuture<>();
        try (Listener listener = listen(loops, accepted)) {
            CompletableFuture<Machine> connected = new CompletableFuture<>();
            new TcpConnector(loops.next(), Runnable::run, 1024)
                    .connect(
                            new ServerUri(ServerUri.Scheme.TCP, "127.0.0.1", port(listener), ""),
                            Duration.ofSeconds(10),
                            link -> {
                                Machine machine = new Machine(link);
                                link.send(PingReq.INSTANCE);
                                link.flush();
                                connected.complete(machine);
                                return machine;
                            },
                            connected::completeExceptionally);
            assertThat(accepted.get(10, TimeUnit.SECONDS).packets(1)).containsExactly(PingReq.INSTANCE);
            try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), port(listener))) {
                OutputStream out = raw.getOutputStream();
                out.write(0xC0);
            }
        }
    }

    private static Listener listen(EventLoops loops, CompletableFuture<Machine> first) throws Exception {
        return Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), ListenerConfig.tcp(1024), link -> {
            Machine machine = new Machine(link);
            first.complete(machine);
            return machine;
        });
    }

    private static int port(Listener listener) {
        return listener.address().getPort();
    }

    private static List<Thread> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive())
                .toList();
    }
}
