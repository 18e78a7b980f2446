package dev.mqttra.kill;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Breaks the networks between beans and brokers again and again, and what came of it when all are well. */
final class Breaking {
    private static final int LATEST_MILLIS = 300;
    private static final int SLOWEST_MILLIS = 30;

    private final Rig rig;
    private final RandomGenerator random;

    Breaking(Rig rig, RandomGenerator random) {
        this.rig = rig;
        this.random = random;
    }

    /** Does one thing after the other to one network or another, makes them well, and waits for what is promised. */
    Promises.Outcome times(int count) {
        for (int i = 0; i < count; i++) {
            Network network =
                    rig.stations().get(random.nextInt(rig.stations().size())).network();
            switch (random.nextInt(5)) {
                case 0, 1 -> network.cut();
                case 2 -> network.down();
                case 3 -> network.slow(1 + random.nextInt(SLOWEST_MILLIS));
                default -> restore(network);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LATEST_MILLIS)));
        }
        rig.stations().forEach(station -> restore(station.network()));
        return Promises.await(rig);
    }

    private static void restore(Network network) {
        network.slow(0);
        network.up();
    }
}
