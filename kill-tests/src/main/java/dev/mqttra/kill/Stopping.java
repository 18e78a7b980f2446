package dev.mqttra.kill;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An orderly stop of the server while it has all it can do, and what came of it when it is back. */
final class Stopping {
    /** The server has dealt with so many messages under that load when it is stopped. */
    private static final int SOME = 2_000;

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Rig rig;

    Stopping(Rig rig) {
        this.rig = rig;
    }

    /** Stops the server, starts it again, and waits until the promises are kept or patience is over. */
    Promises.Outcome once() {
        rig.hurry(true);
        long begin = rig.acknowledged();
        Patience patience = new Patience(rig::acknowledged);
        while (rig.acknowledged() < begin + SOME || !isEverythingBusy()) {
            if (patience.isOver()) {
                throw new IllegalStateException("The server does not get enough to do");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        rig.stop();
        rig.hurry(false);
        rig.startAgain();
        return Promises.await(rig);
    }

    private boolean isEverythingBusy() {
        return rig.stations().stream().allMatch(station -> station.ledger().waiting() >= Publisher.MOST_WAITING / 2);
    }
}
