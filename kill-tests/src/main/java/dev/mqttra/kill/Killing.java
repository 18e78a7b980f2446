package dev.mqttra.kill;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** One kill: at a step, on one channel, and what came of it when the server is back. */
final class Killing {
    private static final long LIMIT_SECONDS = 450;
    private static final int LATEST_MILLIS = 3_000;

    private final Rig rig;
    private final RandomGenerator random;

    Killing(Rig rig, RandomGenerator random) {
        this.rig = rig;
        this.random = random;
    }

    /** Kills the server, starts it again, and waits until the promises are kept or time is up. */
    Promises.Outcome at(Step step) {
        List<Station> possible = rig.stations().stream()
                .filter(station -> step.isIn(station.channel()))
                .toList();
        Station station = possible.get(random.nextInt(possible.size()));
        long message = kill(step, station);
        rig.startAgain();
        if (message != 0) {
            // Before it is judged and forgotten with the others.
            awaitRows(step, station, message);
        }
        return Promises.await(rig);
    }

    private long kill(Step step, Station station) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_MILLIS)));
        CompletableFuture<Long> killed = rig.trigger().arm(step, station.channel());
        if (step == Step.ANY_MOMENT) {
            rig.trigger().reached(step, station.channel(), 0);
        } else if (step.isInBean()) {
            rig.publishWatched(station);
        }
        try {
            return killed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("No message came to the step " + step + " on " + station.channel(), e);
        }
    }

    private void awaitRows(Step step, Station station, long message) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2 * LIMIT_SECONDS);
        while (!station.ledger().settled().contains(message)) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Not acknowledged in time after a kill at " + step + ": "
                        + station.ledger().describe(message));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        int rows = rows(station, message, end);
        if (!step.allows(rows)) {
            throw new IllegalStateException("After a kill at " + step + " there are " + rows + " rows instead of "
                    + step.expectedRows() + ": " + station.ledger().describe(message));
        }
    }

    private int rows(Station station, long message, long end) {
        while (true) {
            try {
                return rig.rows().count(station.channel(), message).getOrDefault(message, 0);
            } catch (IOException e) {
                // The application may be there a moment later than its beans.
                if (System.nanoTime() - end > 0) {
                    throw new IllegalStateException("The application does not answer", e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }
}
