package dev.mqttra.it;

import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import dev.mqttra.servers.WildFly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one server of this test run, for tests that run beside it. The module that runs the tests says by system
 * properties where it is: {@code server.home}, the unpacked distribution, and {@code server.work}, its own directory.
 */
public final class TestServer {
    private static AppServer server;

    private TestServer() {}

    /** The running server. */
    public static AppServer get() {
        if (server == null) {
            throw new IllegalStateException("The server runs only while a test session is open");
        }
        return server;
    }

    public static boolean isWildFly() {
        return get() instanceof WildFly;
    }

    /** The server's log as it is now. */
    static String log() {
        try {
            return Files.readString(get().log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's threads that run code of ours or of the libraries in our RAR, by their stacks. */
    static List<String> ownThreads() {
        return Stream.of(get().threads().split("\n\n"))
                .filter(thread -> thread.contains("dev.mqttra."))
                .toList();
    }

    static void start() {
        Path home = Path.of(property("server.home"));
        Path work = Path.of(property("server.work"));
        ServerPorts ports = ServerPorts.free();
        boolean wildFly = home.resolve("jboss-modules.jar").toFile().exists();
        AppServer starting = wildFly ? new WildFly(home, work, ports) : new Payara(home, work, ports);
        starting.start();
        server = starting;
        if (wildFly) {
            ((WildFly) starting).defaultResourceAdapter("mqtt-ra.rar");
        }
        // arquillian.xml reads these.
        System.setProperty("server.http", Integer.toString(ports.http()));
        System.setProperty("server.admin", Integer.toString(ports.admin()));
    }

    static void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException(
                    "The system property " + name + " is missing: run by Maven, in payara or wildfly");
        }
        return value;
    }
}
