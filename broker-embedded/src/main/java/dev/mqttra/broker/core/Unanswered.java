package dev.mqttra.broker.core;

import org.jspecify.annotations.Nullable;

/**
 * The messages of one client from the network that are not dealt with, oldest first, and how long they may be so. A list
 * through the receipts themselves, as it is entered and left with each message; there is one deadline for all, which is
 * looked at when it has come and not moved before.
 */
final class Unanswered implements Due {
    private final BrokerSession session;
    private final BrokerCore core;
    private final long timeout;
    private @Nullable Receipt oldest;
    private @Nullable Receipt newest;
    private boolean scheduled;

    /** @param timeout nanoseconds */
    Unanswered(BrokerSession session, BrokerCore core, long timeout) {
        this.session = session;
        this.core = core;
        this.timeout = timeout;
    }

    void add(Receipt receipt, long now) {
        receipt.since = now;
        receipt.older = newest;
        if (newest == null) {
            oldest = receipt;
        } else {
            newest.newer = receipt;
        }
        newest = receipt;
        if (!scheduled) {
            scheduled = true;
            core.deadlines.set(this, now + timeout);
        }
    }

    void remove(Receipt receipt) {
        Receipt before = receipt.older;
        Receipt after = receipt.newer;
        if (before == null) {
            oldest = after;
        } else {
            before.newer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.older = before;
        }
        receipt.older = null;
        receipt.newer = null;
    }

    @Override
    public void onDue(long now) {
        scheduled = false;
        int late = 0;
        for (Receipt next = oldest; next != null && now - next.since >= timeout; next = oldest) {
            next.timeOut();
            late++;
        }
        if (late > 0) {
            Log.notDealtWith(session.clientId, late, timeout);
        }
        if (oldest != null) {
            scheduled = true;
            core.deadlines.set(this, oldest.since + timeout);
        }
    }

    /** The session is over, and none is added any more: nobody waits for an answer. */
    void end() {
        core.deadlines.cancel(this);
    }
}
