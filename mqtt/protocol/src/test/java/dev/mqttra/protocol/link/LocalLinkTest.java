package dev.mqttra.protocol.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LocalLinkTest {
    private static final long NOW = 42;

    /** Runs tasks when the test says so, one by one. */
    private static final class Tasks implements Executor {
        final ArrayDeque<Runnable> queue = new ArrayDeque<>();
        boolean ended;

        @Override
        public void execute(Runnable task) {
            if (ended) {
                throw new RejectedExecutionException("ended");
            }
            queue.add(task);
        }

        void runAll() {
            while (!queue.isEmpty()) {
                queue.remove().run();
            }
        }
    }

    /** Writes down what its link tells it. */
    private static class Recorder implements LinkHandler {
        final Link link;
        final List<Packet> packets = new ArrayList<>();
        final List<String> events = new ArrayList<>();
        Consumer<Packet> onPacket = packet -> {};
        private boolean inside;

        Recorder(Link link) {
            this.link = link;
        }

        @Override
        public void onPacket(Packet packet, long now) {
            assertThat(now).isEqualTo(NOW);
            assertThat(inside).as("entered while it runs").isFalse();
            inside = true;
            packets.add(packet);
            events.add(packet.type().toString());
            onPacket.accept(packet);
            inside = false;
        }

        @Override
        public void onBatchEnd(long now) {
            events.add("end");
        }

        @Override
        public void onViolation(ProtocolViolation violation, long now) {
            throw new AssertionError(violation);
        }

        @Override
        public void onWritable(long now) {
            events.add("writable");
        }

        @Override
        public void onClosed(String reason, long now) {
            events.add("closed: " + reason);
        }
    }

    private final Tasks tasksA = new Tasks();
    private final Tasks tasksB = new Tasks();
    private Recorder a;
    private Recorder b;

    private void connect(Executor ownerA, Executor ownerB) {
        LocalLink.connect(
                new LocalLink.End("a", ownerA, link -> a = new Recorder(link)),
                new LocalLink.End("b", ownerB, link -> b = new Recorder(link)),
                () -> NOW);
    }

    private void connect() {
        connect(tasksA, tasksB);
        tasksA.runAll();
        tasksB.runAll();
    }

    private static Message message() {
        return new Message(TopicName.of("t"), new byte[] {1}).from(new Publisher("device", "user"));
    }

    @Test
    void oneTaskBringsARunOfPacketsAndItsEnd() {
        connect();
        a.link.send(new PingReq());
        a.link.publish(message(), QoS.AT_LEAST_ONCE, true, true, 7, CopyProperties.NONE);
        assertThat(tasksB.queue).as("before the flush").isEmpty();
        a.link.flush();
        a.link.send(new PubAck(1));
        a.link.flush();
        a.link.flush();
        assertThat(tasksB.queue).hasSize(1);
        assertThat(b.packets).as("never called in").isEmpty();
        tasksB.runAll();
        assertThat(b.events).containsExactly("PINGREQ", "PUBLISH", "PUBACK", "end");
        assertThat(b.packets.get(1)).isEqualTo(new Publish(message(), QoS.AT_LEAST_ONCE, true, true, 7));
        assertThat(((Publish) b.packets.get(1)).message().publisher()).isEqualTo(new Publisher("device", "user"));
        assertThat(a.link.local()).isTrue();
        assertThat(a.link.peer()).isEqualTo("b");
        assertThat(b.link.peer()).isEqualTo("a");
    }

    @Test
    void packetsWaitForAPeerThatIsNotMadeYet() {
        connect(tasksA, tasksB);
        tasksA.runAll();
        a.link.send(new PingReq());
        a.link.flush();
        tasksB.runAll();
        assertThat(b.events).containsExactly("PINGREQ", "end");
    }

    @Test
    void anAnswerFromWithinDoesNotEnterTheOther() {
        connect(tasksA, tasksA);
        tasksA.runAll();
        a.onPacket = packet -> {
            a.link.send(new PubAck(1));
            a.link.flush();
        };
        b.onPacket = packet -> {
            if (b.packets.size() < 3) {
                b.link.send(new PingReq());
                b.link.flush();
            }
        };
        a.link.send(new PingReq());
        a.link.flush();
        tasksA.runAll();
        assertThat(b.events).containsExactly("PINGREQ", "end", "PUBACK", "end", "PUBACK", "end");
        assertThat(a.events).containsExactly("PINGREQ", "end", "PINGREQ", "end");
    }

    @Test
    void writableBoundsTheMailbox() {
        connect();
        int sent = 0;
        while (a.link.writable()) {
            a.link.send(new PubAck(++sent));
        }
        assertThat(sent).isEqualTo(LocalLink.HIGH);
        a.link.flush();
        b.onPacket = packet -> b.link.reading(b.packets.size() < LocalLink.LOW - 1);
        tasksB.runAll();
        tasksA.runAll();
        assertThat(a.events).as("more than half is left").isEmpty();
        b.onPacket = packet -> b.link.reading(false);
        b.link.reading(true);
        tasksB.runAll();
        tasksA.runAll();
        assertThat(b.packets).hasSize(LocalLink.LOW);
        assertThat(a.events).containsExactly("writable");
        assertThat(a.link.writable()).isTrue();
    }

    @Test
    void notReadingHoldsTheMailboxAtOnceAndTheCloseWithIt() {
        connect();
        b.onPacket = packet -> b.link.reading(false);
        a.link.send(new PubAck(1));
        a.link.send(new PubAck(2));
        a.link.flush();
        tasksB.runAll();
        assertThat(b.events).containsExactly("PUBACK", "end");
        a.link.send(new PubAck(3));
        a.link.close();
        tasksA.runAll();
        tasksB.runAll();
        assertThat(a.events).containsExactly("closed: closed here");
        assertThat(b.events).containsExactly("PUBACK", "end");
        b.onPacket = packet -> {};
        b.link.reading(true);
        assertThat(b.packets).as("never called in").hasSize(1);
        tasksB.runAll();
        assertThat(b.events).containsExactly("PUBACK", "end", "PUBACK", "PUBACK", "end", "closed: closed by a");
    }

    @Test
    void closingSendsWhatIsQueuedAndDropsWhatWaits() {
        connect();
        a.link.send(new PubAck(1));
        a.link.flush();
        b.link.send(new PubAck(2));
        b.link.close();
        b.link.send(new PubAck(3));
        b.link.flush();
        b.link.close();
        tasksB.runAll();
        tasksA.runAll();
        assertThat(b.events).containsExactly("closed: closed here");
        assertThat(a.events).containsExactly("PUBACK", "end", "closed: closed by b");
        a.link.send(new PubAck(4));
        a.link.flush();
        a.link.close();
        tasksA.runAll();
        tasksB.runAll();
        assertThat(a.events).hasSize(3);
        assertThat(b.events).hasSize(1);
    }

    @Test
    void closingFromWithinEndsTheBatch() {
        connect();
        b.onPacket = packet -> b.link.close();
        a.link.send(new PubAck(1));
        a.link.send(new PubAck(2));
        a.link.flush();
        tasksB.runAll();
        tasksA.runAll();
        assertThat(b.events).containsExactly("PUBACK", "end", "closed: closed here");
        assertThat(a.events).containsExactly("closed: closed by b");
    }

    @Test
    void anExecutorThatRejectsClosesTheLink() {
        connect();
        tasksB.ended = true;
        a.link.send(new PingReq());
        a.link.flush();
        a.link.send(new PingReq());
        a.link.flush();
        tasksA.runAll();
        assertThat(a.events).containsExactly("closed: b takes no task any more");
        tasksA.ended = true;
        a.link.close();
    }

    @Test
    void aHandlerThatThrowsClosesBothSides() {
        connect();
        b.onPacket = packet -> {
            throw new IllegalStateException("broken");
        };
        a.link.send(new PingReq());
        a.link.send(new PingReq());
        a.link.flush();
        assertThatThrownBy(tasksB::runAll).hasMessage("broken");
        tasksB.runAll();
        tasksA.runAll();
        assertThat(b.events).containsExactly("PINGREQ", "closed: failed: java.lang.IllegalStateException: broken");
        assertThat(a.events).containsExactly("closed: b failed");
    }

    /** Two threads, a sender that respects writable and a receiver that answers: nothing lost, nothing reordered. */
    @Test
    void twoThreadsLoseNothing() throws Exception {
        int count = 200_000;
        CountDownLatch done = new CountDownLatch(1);
        ExecutorService one = Executors.newSingleThreadExecutor();
        ExecutorService two = Executors.newSingleThreadExecutor();
        try {
            Sender[] sender = new Sender[1];
            LocalLink.connect(
                    new LocalLink.End("a", one, link -> sender[0] = new Sender(link, count, done)),
                    new LocalLink.End("b", two, Echo::new),
                    () -> NOW);
            one.execute(() -> sender[0].pump());
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            one.shutdownNow();
            two.shutdownNow();
        }
    }

    private static final class Echo extends Recorder {
        Echo(Link link) {
            super(link);
        }

        @Override
        public void onPacket(Packet packet, long now) {
            link.send(packet);
        }

        @Override
        public void onBatchEnd(long now) {
            link.flush();
        }
    }

    private static final class Sender extends Recorder {
        private final int count;
        private final CountDownLatch done;
        private int sent;
        private int back;

        Sender(Link link, int count, CountDownLatch done) {
            super(link);
            this.count = count;
            this.done = done;
        }

        void pump() {
            while (sent < count && link.writable()) {
                link.send(new PubAck(sent++ % 65_535 + 1));
                if (sent % 7 == 0) {
                    link.flush();
                }
            }
            link.flush();
        }

        @Override
        public void onPacket(Packet packet, long now) {
            assertThat(((PubAck) packet).packetId()).isEqualTo(back++ % 65_535 + 1);
            if (back == count) {
                done.countDown();
            }
        }

        @Override
        public void onBatchEnd(long now) {}

        @Override
        public void onWritable(long now) {
            pump();
        }
    }
}
