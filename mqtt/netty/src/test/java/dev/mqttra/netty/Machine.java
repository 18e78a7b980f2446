package dev.mqttra.netty;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a link in a test: writes down what it is told, and answers by an optional reaction. */
class Machine implements LinkHandler {
    final NettyLink link;
    final BlockingQueue<List<Packet>> batches = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private List<Packet> batch = new ArrayList<>();

    Machine(Link link) {
        this.link = (NettyLink) link;
    }

    @Override
    public void onPacket(Packet packet, long now) {
        batch.add(packet);
    }

    @Override
    public void onBatchEnd(long now) {
        if (!batch.isEmpty()) {
            batches.add(batch);
            batch = new ArrayList<>();
        }
    }

    @Override
    public void onViolation(ProtocolViolation violation, long now) {
        events.add("violation " + violation.reason());
        link.close();
    }

    @Override
    public void onWritable(long now) {
        events.add("writable");
    }

    @Override
    public void onClosed(String reason, long now) {
        events.add("closed: " + reason);
    }

    /** The next so many packets, whatever batches they came in. */
    List<Packet> packets(int count) throws InterruptedException {
        List<Packet> all = new ArrayList<>();
        while (all.size() < count) {
            List<Packet> more = batches.poll(10, TimeUnit.SECONDS);
            if (more == null) {
                throw new AssertionError("only " + all.size() + " packets of " + count + ", events " + events);
            }
            all.addAll(more);
        }
        return all;
    }

    /** The next event. */
    @Nullable
    String event() throws InterruptedException {
        return events.poll(10, TimeUnit.SECONDS);
    }

    /** Does something on the link's loop and waits until it is done. */
    void onLoop(Runnable action) throws InterruptedException {
        java.util.concurrent.CountDownLatch done = new java.util.concurrent.CountDownLatch(1);
        link.loop().execute(() -> {
            try {
                action.run();
            } finally {
                done.countDown();
            }
        });
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the loop is stuck");
        }
    }
}
