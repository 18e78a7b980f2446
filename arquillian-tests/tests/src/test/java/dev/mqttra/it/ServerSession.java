package dev.mqttra.it;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Starts the server before Arquillian reads its configuration, and stops it after the last test. */
public final class ServerSession implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        TestServer.start();
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        TestServer.stop();
    }
}
