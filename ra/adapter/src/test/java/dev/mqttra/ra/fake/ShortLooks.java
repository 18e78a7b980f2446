package dev.mqttra.ra.fake;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Has the tests look for what they await every few milliseconds, and for the first time as soon: Awaitility's own tenth of a
 * second is most of the time of a test that awaits something inside this JVM. JUnit finds it as a service.
 */
public final class ShortLooks implements LauncherSessionListener {
    private static final Duration LOOK = Duration.ofMillis(5);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollInterval(LOOK);
    }
}
