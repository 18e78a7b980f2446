package dev.mqttra.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls from any thread that wait for the owner, linked through themselves: putting one in is one compare-and-set and no
 * allocation.
 */
final class Mailbox {

    /** Something for the owner to do. In one mailbox, once. */
    abstract static class Call {
        private @Nullable Call next;
        /** How many are in the mailbox up to this one. */
        private int count;

        /** Whether it may wait for others. */
        boolean isPatient() {
            return false;
        }

        /** By the owner's thread. */
        abstract void carryOut(long now);

        /** Instead of {@link #carryOut} where the owner runs no more, by any thread. */
        abstract void abandon();
    }

    private final AtomicReference<@Nullable Call> last = new AtomicReference<>();

    /** Returns how many calls are in the mailbox with this one. */
    int put(Call call) {
        Call before;
        int count;
        do {
            before = last.get();
            count = before == null ? 1 : before.count + 1;
            call.next = before;
            call.count = count;
        } while (!last.compareAndSet(before, call));
        return count;
    }

    /**
     * Carries out what is in the mailbox now, in the order of arrival.
     *
     * @return whether a patient call was among them
     */
    boolean carryOut(long now) {
        boolean patient = false;
        for (Call call = takeAll(); call != null; ) {
            Call next = call.next;
            call.next = null;
            patient |= call.isPatient();
            try {
                call.carryOut(now);
            } catch (RuntimeException e) {
                Log.callFailed(e); // the calls behind it are others' calls
            }
            call = next;
        }
        return patient;
    }

    void abandon() {
        for (Call call = takeAll(); call != null; call = call.next) {
            call.abandon();
        }
    }

    private @Nullable Call takeAll() {
        Call call = last.getAndSet(null);
        Call first = null;
        while (call != null) {
            Call before = call.next;
            call.next = first;
            first = call;
            call = before;
        }
        return first;
    }
}
