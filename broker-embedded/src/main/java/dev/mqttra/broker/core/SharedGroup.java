package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shared subscription [5.0 4.8.2]: each of its messages goes to one member, by turns among those that can take it
 * now. Where none can, it waits here, for whoever can first; so a slow member holds up nothing but what it has.
 *
 * <p>What a member that leaves had not acknowledged at QoS 1 comes back and is the next to go. At QoS 2 it stays the
 * member's [MQTT-4.8.2-4, MQTT-4.8.2-5], and what a member refused is done [MQTT-4.8.2-6].
 *
 * <p>While a client inside the VM is a member, who publishes waits for the outcome of what waits here, and the bounds are
 * those of such a client; else they are those of one session from the network, and the newest message is dropped.
 */
final class SharedGroup {
    private record Member(BrokerSession session, Copy copy) {}

    final TopicFilter filter;
    private final BrokerCore core;
    private final List<Member> members = new ArrayList<>();
    private final Backlog backlog;
    private int next;
    private boolean local;

    SharedGroup(BrokerCore core, TopicFilter filter) {
        this.core = core;
        this.filter = filter;
        backlog = new Backlog(core.config, false, core.statistics, this::expired);
    }

    /** Whether a client inside the VM is a member. */
    boolean isLocal() {
        return local;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Whether a member is connected. */
    boolean isAnyoneThere() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).session.connection() != null) {
                return true;
            }
        }
        return false;
    }

    /** The session is a member, with this subscription from now on. */
    void join(BrokerSession session, Copy copy) {
        Member member = new Member(session, copy);
        int place = placeOf(session);
        if (place < 0) {
            members.add(member);
        } else {
            members.set(place, member);
        }
        membersChanged();
    }

    void leave(BrokerSession session) {
        int place = placeOf(session);
        if (place >= 0) {
            members.remove(place);
            next = place < next ? next - 1 : next;
            next = next >= members.size() ? 0 : next;
            membersChanged();
        }
    }

    private int placeOf(BrokerSession session) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).session == session) {
                return i;
            }
        }
        return -1;
    }

    /** Who waits for clients inside the VM waits no more when there is none; without members nothing is delivered. */
    private void membersChanged() {
        boolean before = local;
        local = members.stream().anyMatch(member -> member.session.local);
        backlog.local(local);
        if (members.isEmpty()) {
            backlog.clear(queued -> {
                forget(queued);
                queued.abandon();
            });
        } else if (before && !local) {
            backlog.forEach(Queued::release);
        }
    }

    /** No member is there: QoS 0 is not kept. */
    void everybodyIsAway() {
        backlog.dropBestEffort(queued -> {});
    }

    /**
     * One message for the group.
     *
     * @param retain as it was published
     * @param receipt whom to tell when a client inside the VM has taken it over
     */
    void offer(Message message, QoS qos, boolean retain, long expiresAt, @Nullable Receipt receipt, long now) {
        if (qos == QoS.AT_MOST_ONCE) {
            offerBestEffort(message, retain, expiresAt, now);
            return;
        }
        Queued queued = new Queued(this, message, qos, retain, expiresAt);
        if (local && receipt != null) {
            receipt.await();
            queued.receipt = receipt;
        }
        if (!backlog.isEmpty() || !distribute(queued, message, now)) {
            enqueue(queued, message, now);
        }
    }

    private void offerBestEffort(Message message, boolean retain, long expiresAt, long now) {
        boolean tooLarge = false;
        for (int left = backlog.isEmpty() ? members.size() : 0; left > 0; left--) {
            Member member = nextMember();
            if (member.session.outbound.hasRoomNow(QoS.AT_MOST_ONCE)) {
                try {
                    boolean keeps = retain && member.copy.retainAsPublished();
                    if (member.session.outbound.giveBestEffort(message, keeps, member.copy.properties())) {
                        return;
                    }
                    tooLarge = true;
                } catch (RuntimeException failure) {
                    member.session.fail(failure);
                }
            }
        }
        if (!tooLarge && isAnyoneThere()) {
            enqueue(new Queued(this, message, QoS.AT_MOST_ONCE, retain, expiresAt), message, now);
        }
    }

    private Member nextMember() {
        Member member = members.get(next);
        next = next + 1 == members.size() ? 0 : next + 1;
        return member;
    }

    /** Whether the message is dealt with: a member has it, or those that could take it do not take one so large. */
    private boolean distribute(Queued queued, Message message, long now) {
        boolean tooLarge = false;
        for (int left = members.size(); left > 0; left--) {
            Member member = nextMember();
            queued.to(member.copy);
            if (member.session.outbound.hasRoomNow(queued.qos)) {
                if (give(queued, message, member.session, now)) {
                    return true;
                }
                tooLarge = true;
            }
        }
        queued.back();
        if (tooLarge) {
            queued.release();
        }
        return tooLarge;
    }

    /** A member whose link fails has it all the same: it is lost with its connection at QoS 0, and comes back at QoS 1. */
    private boolean give(Queued queued, Message message, BrokerSession to, long now) {
        long key = queued.key;
        boolean taken;
        try {
            taken = to.outbound.give(queued, message, now);
        } catch (RuntimeException failure) {
            to.fail(failure);
            taken = true;
        }
        if (taken && key != 0) {
            core.store.delivered(filter, key);
        } else if (!taken) {
            queued.key = key;
        }
        return taken;
    }

    /**
     * A member has room: it gets what has waited longest.
     *
     * @return whether there was something it could take
     */
    boolean giveFirstTo(BrokerSession session, Copy copy, long now) {
        Queued first = first(now);
        if (first == null || first.message == null) {
            return false;
        }
        first.to(copy);
        if (session.outbound.hasRoomNow(first.qos)) {
            // Too large for this one: the others are asked, and where none that has room takes it, it is dropped.
            if (give(first, first.message, session, now) || distribute(first, first.message, now)) {
                backlog.removeFirst();
                return true;
            }
        }
        first.back();
        return false;
    }

    /** What waits goes to members that have room. */
    void distribute(long now) {
        for (Queued first = first(now); first != null; first = first(now)) {
            if (first.message != null && !distribute(first, first.message, now)) {
                return;
            }
            backlog.removeFirst();
        }
    }

    private @Nullable Queued first(long now) {
        Queued first = backlog.first();
        while (first != null && first.isExpired(now)) {
            backlog.removeFirst();
            expired(first);
            first = backlog.first();
        }
        return first;
    }

    private void enqueue(Queued queued, Message message, long now) {
        if (queued.isExpired(now)) {
            expired(queued);
        } else if (backlog.hasRoom(queued.qos, Queued.size(message), now)) {
            own(queued, message);
            backlog.add(queued);
        } else {
            backlog.sayFull(filter.toString());
            queued.abandon();
        }
    }

    /** A member left with it: it is the next to go, whatever room there is, as it was there before. */
    void takeBack(Queued queued) {
        Message message = queued.message;
        queued.back();
        if (message == null || members.isEmpty()) {
            queued.abandon();
            return;
        }
        if (!local) {
            queued.release();
        }
        own(queued, message);
        backlog.addFirst(queued);
        core.groups.owes(this);
    }

    private void own(Queued queued, Message message) {
        for (int i = 0; i < members.size() && queued.qos != QoS.AT_MOST_ONCE; i++) {
            if (members.get(i).session.persistent) {
                queued.key = core.store.owed(filter, message, queued.qos, queued.retain, queued.expiresAt);
                return;
            }
        }
    }

    private void expired(Queued queued) {
        core.statistics.expired++;
        forget(queued);
        queued.release();
    }

    private void forget(Queued queued) {
        if (queued.key != 0) {
            core.store.delivered(filter, queued.key);
            queued.key = 0;
        }
    }
}
