package dev.mqttra.kill;

import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known from outside about the messages of one channel: which the broker has taken over from the publisher, on
 * which connections it has sent them to the server, and for which the server's acknowledgement has gone to the broker.
 * Where the server hosts the broker it is the publisher who sends to the server, and is acknowledged. Thread-safe.
 *
 * <p>A message may have one row for each delivery whose acknowledgement did not leave: at QoS 1 a delivery ends with its
 * connection, at QoS 2 with the server's life, because a client that lives on knows what it has had. More rows are not
 * explained, and neither is a message that comes again after its acknowledgement has gone.
 */
final class Ledger {
    /**
     * What the rows say.
     *
     * @param closed how many messages have all they should, and are forgotten
     * @param lost what is known of those that are acknowledged and have no row: it will not come any more
     */
    record Verdict(long closed, List<Long> doubled, List<String> unexplained, List<String> lost) {}

    private static final class Entry {
        boolean accepted;
        boolean unwanted;
        final Set<Integer> deliveries = new HashSet<>();
        int settledOn = Integer.MAX_VALUE;
        boolean again;
    }

    private final Channel channel;
    private final TreeMap<Long, Entry> open = new TreeMap<>();
    private int waiting;
    private long acknowledged;
    private long unwanted;
    private long last;
    private int life;

    Ledger(Channel channel) {
        this.channel = channel;
    }

    /** The number of the next message, which is about to be published. */
    synchronized long next() {
        open.put(++last, new Entry());
        waiting++;
        return last;
    }

    /**
     * The broker has acknowledged a message to its publisher.
     *
     * @return false if it has said that nobody wanted the message: that is no promise, and it is to be published again
     */
    synchronized boolean accepted(long id) {
        Entry entry = entry(id);
        entry.accepted |= !entry.unwanted;
        return entry.accepted;
    }

    /** The server's broker acknowledges a message for which no bean is there, and says so (0x10). */
    synchronized void unwanted(long id) {
        entry(id).unwanted = true;
        unwanted++;
    }

    /** How many times a message came when no bean was there for it. */
    synchronized long unwanted() {
        return unwanted;
    }

    /** A publish has failed: the broker may have the message or not, and nothing is promised. */
    synchronized void failed(long id) {
        entry(id).deliveries.add(Integer.MIN_VALUE);
    }

    /** The server has ended, however it came, and begins another life. */
    synchronized void ended() {
        life++;
    }

    synchronized void delivered(long id, int connection) {
        Entry entry = entry(id);
        entry.deliveries.add(channel.qos() == QoS.EXACTLY_ONCE ? life : connection);
        entry.again |= connection > entry.settledOn;
    }

    /** The server's PUBACK or PUBREC has gone to the broker. */
    synchronized void settled(long id, int connection) {
        Entry entry = entry(id);
        entry.unwanted = false;
        if (entry.settledOn == Integer.MAX_VALUE) {
            waiting--;
            acknowledged++;
        }
        entry.settledOn = Math.min(entry.settledOn, connection);
    }

    private Entry entry(long id) {
        // One that is closed already and comes again is kept, and found to be too much.
        return open.computeIfAbsent(id, closed -> {
            Entry entry = new Entry();
            entry.accepted = true;
            entry.settledOn = -1;
            return entry;
        });
    }

    /** What the broker has taken over until now. */
    synchronized Set<Long> promised() {
        Set<Long> ids = new HashSet<>();
        open.forEach((id, entry) -> {
            if (entry.accepted) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** What is acknowledged on both sides: all rows of these are written. */
    synchronized Set<Long> settled() {
        Set<Long> ids = new HashSet<>();
        open.forEach((id, entry) -> {
            if (entry.accepted && entry.settledOn != Integer.MAX_VALUE) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** From where on there are messages that are not closed. */
    synchronized long firstOpen() {
        return open.isEmpty() ? last + 1 : open.firstKey();
    }

    /** How many messages the server has not acknowledged yet. */
    synchronized int waiting() {
        return waiting;
    }

    /** How many messages the server has acknowledged since the beginning. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    /** What is known of a message, for a person. */
    synchronized String describe(long id) {
        Entry entry = open.get(id);
        return channel + " message " + id
                + (entry == null
                        ? " (closed)"
                        : ": accepted " + entry.accepted + ", delivered on " + entry.deliveries + ", acknowledged on "
                                + (entry.settledOn == Integer.MAX_VALUE ? "none" : entry.settledOn) + ", again "
                                + entry.again);
    }

    /**
     * Judges settled messages, and forgets those that have their rows.
     *
     * @param ids settled before the rows were counted
     */
    synchronized Verdict close(Set<Long> ids, Map<Long, Integer> rows) {
        List<Long> doubled = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        long closed = 0;
        for (long id : ids) {
            int count = rows.getOrDefault(id, 0);
            Entry entry = open.get(id);
            if (entry == null) {
                continue;
            }
            if (count == 0) {
                lost.add("no row of " + describe(id));
                continue;
            }
            if (count > 1) {
                doubled.add(id);
            }
            if (count > Math.max(1, entry.deliveries.size()) || entry.again) {
                unexplained.add(count + " rows of " + describe(id));
            }
            open.remove(id);
            closed++;
        }
        return new Verdict(closed, doubled, unexplained, lost);
    }
}
