package dev.mqttra.client;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The calls of any thread for the owner, and when it comes round to them: at once for most. Patient ones wait until they are
 * enough, or a millisecond: an owner that is woken for each of a hundred thousand acknowledgements a second is at little
 * else. It is not woken for them while it looks by itself, which it goes on with as long as it finds some.
 */
final class Calls {
    /** How long a patient call waits. Netty's timers know no less. */
    private static final long LOOK_NANOS = 1_000_000;
    /** How many patient calls are enough in any case. */
    private static final int MOST_PATIENT = 32;

    private final Owner owner;
    private final Counters counters;
    private final Runnable comeRound;
    private final Mailbox mailbox = new Mailbox();
    /** Whether the owner has been woken and has not come round yet. */
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Whether the owner looks into the mailbox by itself, in {@link #LOOK_NANOS} at most. */
    private volatile boolean looking;
    /** Whether patient calls have come since the last look. The owner's thread. */
    private boolean foundPatient;

    /** @param comeRound has the owner {@link #carryOut}, and do what follows from it; on its thread */
    Calls(Owner owner, Counters counters, Runnable comeRound) {
        this.owner = owner;
        this.counters = counters;
        this.comeRound = comeRound;
    }

    /**
     * Has the owner carry out a call. From any thread.
     *
     * @param atHand whether the owner is about to come round, by itself
     */
    void post(Mailbox.Call call, boolean atHand) {
        boolean patient = call.isPatient();
        int waiting = mailbox.put(call);
        boolean canWait = atHand || (patient && looking && waiting < enough());
        if (!canWait && woken.compareAndSet(false, true)) {
            try {
                owner.execute(this::wokenUp);
            } catch (RejectedExecutionException e) {
                woken.set(false);
                mailbox.abandon();
            }
        }
    }

    /** A quarter of what is unacknowledged: the server sends the next messages while the application is at the others. */
    private int enough() {
        return Math.min(MOST_PATIENT, counters.unacknowledged / 4);
    }

    private void wokenUp() {
        woken.set(false);
        comeRound.run();
    }

    /** Carries out what has come until now. The owner's thread. */
    void carryOut(long now) {
        if (mailbox.carryOut(now)) {
            foundPatient = true;
            if (!looking) {
                lookAgain();
            }
        }
    }

    private void look() {
        boolean again = foundPatient;
        foundPatient = false;
        // Before the mailbox is emptied: what comes after that wakes the owner.
        looking = again;
        comeRound.run();
        if (again) {
            lookAgain();
        }
    }

    private void lookAgain() {
        try {
            looking = true;
            owner.schedule(this::look, LOOK_NANOS);
        } catch (RejectedExecutionException e) {
            looking = false; // the owner runs no more
        }
    }
}
