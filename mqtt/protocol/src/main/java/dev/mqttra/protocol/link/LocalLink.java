package dev.mqttra.protocol.link;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two machines joined inside the VM by a pair of mailboxes: no socket, no codec, no thread of its own. A packet arrives
 * as the object that was sent, its {@link Message} with its publisher.
 *
 * <p>What one side sends up to its {@link #flush()} goes into the other's mailbox together, and the other's executor gets
 * one task for all that is there when it comes round to it; {@link LinkHandler#onBatchEnd} follows the last packet of
 * the task. So no machine is entered from within a call to its link, also where both have one executor.
 *
 * <p>The mailbox takes everything. {@link #writable()} is false from {@value #HIGH} packets on that the peer has not
 * dealt with, and {@link LinkHandler#onWritable} comes when at most {@value #LOW} are left: a sender that respects it, and
 * whose acknowledgements are bounded by what it reads, bounds the mailbox. {@link #reading} off holds the mailbox at
 * once, in the middle of a task too, and with it a close by the peer, as a socket would.
 *
 * <p>A close arrives behind what was sent before it; what waits in the closing side's own mailbox is dropped. An executor
 * that takes no task any more (its owner was shut down) closes the link.
 */
public final class LocalLink implements Link {
    /** From as many packets on their way on, a link is not writable. */
    static final int HIGH = 1_024;

    /** With as many it is writable again. */
    static final int LOW = HIGH / 2;

    /**
     * One side of a link.
     *
     * @param name what the other side's {@link Link#peer()} says
     * @param owner runs this side's tasks one after the other, and never within {@code execute}
     * @param opened makes the machine of this side, in the first task
     */
    public record End(String name, Executor owner, Function<Link, LinkHandler> opened) {}

    private final End end;
    private final LongSupplier clock;
    private final LocalLink peer;

    /** Guards what the peer touches. Held for a few steps, never while calling out, never two of them at once. */
    private final Object lock = new Object();

    private ArrayDeque<Packet> mailbox = new ArrayDeque<>();
    private @Nullable String closedByPeer;
    private boolean roomAgain;
    private boolean scheduled;
    private boolean deaf;

    // The owner's thread only.
    private final ArrayDeque<Packet> outgoing = new ArrayDeque<>();
    private ArrayDeque<Packet> arrived = new ArrayDeque<>();
    private @Nullable LinkHandler handler;
    private @Nullable String closed;
    private boolean told;
    private boolean reading = true;
    private long sent;

    // Written by one side and read by the other.
    private volatile long handled;
    private volatile boolean waitsForRoom;

    private LocalLink(End end, End other, LongSupplier clock) {
        this.end = end;
        this.clock = clock;
        this.peer = new LocalLink(other, clock, this);
    }

    private LocalLink(End end, LongSupplier clock, LocalLink peer) {
        this.end = end;
        this.clock = clock;
        this.peer = peer;
    }

    /**
     * Joins two machines. Each is made by its own executor in a task of its own; what the other sends waits for that.
     *
     * @param clock the time the handlers are told, read once for each task: {@link System#nanoTime()}
     */
    public static void connect(End a, End b, LongSupplier clock) {
        LocalLink link = new LocalLink(a, b, clock);
        link.wake();
        link.peer.wake();
    }

    @Override
    public boolean send(Packet packet) {
        if (closed == null) {
            outgoing.add(packet);
            sent++;
        }
        return true;
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        return send(new Publish(copy.applyTo(message), qos, retain, dup, packetId));
    }

    @Override
    public void flush() {
        if (!outgoing.isEmpty()) {
            peer.receive(outgoing, null);
            outgoing.clear();
        }
    }

    @Override
    public boolean writable() {
        if (hasRoom()) {
            return true;
        }
        waitsForRoom = true;
        if (!hasRoom()) {
            return false;
        }
        // The peer made room just before it could see that this side waits for it.
        waitsForRoom = false;
        return true;
    }

    private boolean hasRoom() {
        return sent - peer.handled < HIGH;
    }

    @Override
    public void reading(boolean on) {
        boolean resumed = on && !reading;
        reading = on;
        if (resumed && closed == null) {
            wake();
        }
    }

    /** Does nothing: packets are not encoded, so there is no alias and no limit. */
    @Override
    public void agreed(Agreement agreement) {}

    @Override
    public void close() {
        if (closed == null) {
            flush();
            shut("closed here", "closed by " + end.name);
            wake();
        }
    }

    @Override
    public boolean local() {
        return true;
    }

    @Override
    public String peer() {
        return peer.end.name;
    }

    @Override
    public String toString() {
        return "LocalLink[" + end.name + " to " + peer.end.name + "]";
    }

    /** By this side's thread: nothing is sent or handled from now on; {@link #tell} follows in the running or next task. */
    private void shut(String reason, String reasonForPeer) {
        closed = reason;
        outgoing.clear();
        arrived.clear();
        synchronized (lock) {
            deaf = true;
            mailbox.clear();
        }
        peer.receive(outgoing, reasonForPeer);
    }

    /** By the peer's thread. */
    private void receive(ArrayDeque<Packet> packets, @Nullable String close) {
        synchronized (lock) {
            if (deaf) {
                return;
            }
            mailbox.addAll(packets);
            if (close != null && closedByPeer == null) {
                closedByPeer = close;
            }
        }
        wake();
    }

    /** By any thread. */
    private void wake() {
        synchronized (lock) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        try {
            end.owner.execute(this::run);
        } catch (RejectedExecutionException e) {
            // This side never runs again: scheduled stays set.
            synchronized (lock) {
                deaf = true;
                mailbox.clear();
            }
            peer.receive(new ArrayDeque<>(), end.name + " takes no task any more");
        }
    }

    private void run() {
        long now = clock.getAsLong();
        try {
            work(now);
        } catch (RuntimeException | Error e) {
            if (closed == null) {
                shut("failed: " + e, end.name + " failed");
            }
            throw e; // to the executor, whose owner logs it
        } finally {
            tell(now);
        }
    }

    private void work(long now) {
        String close;
        boolean room;
        synchronized (lock) {
            scheduled = false;
            room = roomAgain;
            roomAgain = false;
            close = closedByPeer;
            take();
        }
        if (closed != null) {
            return;
        }
        LinkHandler machine = handler;
        if (machine == null) {
            machine = end.opened.apply(this);
            handler = machine;
        }
        if (room && closed == null) {
            machine.onWritable(now);
        }
        handle(machine, now);
        if (close != null && arrived.isEmpty() && reading && closed == null) {
            closed = close;
            synchronized (lock) {
                deaf = true;
            }
        }
    }

    private void take() {
        if (arrived.isEmpty()) {
            ArrayDeque<Packet> empty = arrived;
            arrived = mailbox;
            mailbox = empty;
        } else {
            arrived.addAll(mailbox);
            mailbox.clear();
        }
    }

    private void handle(LinkHandler machine, long now) {
        int count = 0;
        while (reading && closed == null && !arrived.isEmpty()) {
            machine.onPacket(arrived.remove(), now);
            count++;
        }
        if (count > 0) {
            long total = handled + count;
            handled = total;
            machine.onBatchEnd(now);
            if (peer.waitsForRoom && waiting() <= LOW) {
                peer.makeRoom();
            }
        }
    }

    private int waiting() {
        synchronized (lock) {
            return mailbox.size() + arrived.size();
        }
    }

    /** By the peer's thread: it has dealt with enough of what this side sent. */
    private void makeRoom() {
        waitsForRoom = false;
        synchronized (lock) {
            roomAgain = true;
        }
        wake();
    }

    private void tell(long now) {
        LinkHandler machine = handler;
        String reason = closed;
        if (reason != null && !told) {
            told = true;
            if (machine != null) {
                machine.onClosed(reason, now);
            }
        }
    }
}
