package dev.mqttra.kill;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** One kill: at a step, on one channel, and what came of it when the server is back. */
final class Killing {
    private static final int LATEST_MILLIS = 1_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Rig rig;
    private final RandomGenerator random;
    private String times = "";

    Killing(Rig rig, RandomGenerator random) {
        this.rig = rig;
        this.random = random;
    }

    /** Kills the server, starts it again, and waits until the promises are kept or patience is over. */
    Promises.Outcome at(Step step) {
        List<Station> possible = rig.stations().stream()
                .filter(station -> step.isIn(station.channel()))
                .toList();
        Station station = possible.get(random.nextInt(possible.size()));
        long begin = System.nanoTime();
        long message = kill(step, station);
        long killed = System.nanoTime();
        rig.startAgain();
        long started = System.nanoTime();
        if (message != 0) {
            // Before it is judged and forgotten with the others.
            awaitRows(step, station, message);
        }
        Promises.Outcome outcome = Promises.await(rig);
        times = String.format(
                Locale.ROOT,
                "%.1f s to the step, %.1f s to start, %.1f s to the end",
                (killed - begin) / 1e9,
                (started - killed) / 1e9,
                (System.nanoTime() - started) / 1e9);
        return outcome;
    }

    /** Where the time of the last kill went, for a person. */
    String times() {
        return times;
    }

    private long kill(Step step, Station station) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_MILLIS)));
        CompletableFuture<Long> killed = rig.trigger().arm(step, station.channel());
        if (step == Step.ANY_MOMENT) {
            rig.trigger().reached(step, station.channel(), 0);
        } else if (step.isInBean()) {
            rig.publishWatched(station);
        }
        Patience patience = new Patience(rig::acknowledged);
        while (!killed.isDone()) {
            if (patience.isOver()) {
                throw new IllegalStateException("No message came to the step " + step + " on " + station.channel());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return killed.join();
    }

    private void awaitRows(Step step, Station station, long message) {
        Patience patience = new Patience(rig::acknowledged);
        while (!station.ledger().settled().contains(message)) {
            if (patience.isOver()) {
                throw new IllegalStateException("Not acknowledged in time after a kill at " + step + ": "
                        + station.ledger().describe(message));
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        int rows = rows(station, message, patience);
        // One without a row is lost, which is said of it when all are judged.
        if (rows > 0 && !step.allows(rows)) {
            throw new IllegalStateException("After a kill at " + step + " there are " + rows + " rows instead of "
                    + step.expectedRows() + ": " + station.ledger().describe(message));
        }
    }

    private int rows(Station station, long message, Patience patience) {
        while (true) {
            try {
                return rig.rows().count(station.channel(), message).getOrDefault(message, 0);
            } catch (IOException e) {
                // The application may be there a moment later than its beans.
                if (patience.isOver()) {
                    throw new IllegalStateException("The application does not answer", e);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }
}
