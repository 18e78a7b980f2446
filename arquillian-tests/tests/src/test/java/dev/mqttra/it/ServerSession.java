package dev.mqttra.it;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Starts the server before Arquillian reads its configuration, and stops it after the last test. */
public final class ServerSession implements LauncherSessionListener {
    /** What is awaited is mostly asked for by HTTP, which takes milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(20);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollInterval(LOOK);
        TestServer.start();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TestServer.stop();
    }
}
