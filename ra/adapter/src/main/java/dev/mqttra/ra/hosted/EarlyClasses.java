package dev.mqttra.ra.hosted;

import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/**
 * Loads at the start what the stop may need. When the deployment of an EAR fails, Payara closes the class loader before
 * it stops the adapter: a class that is first used then is not found any more, and the port and the event loop would stay
 * until the server ends.
 */
final class EarlyClasses {
    private static boolean done;

    private EarlyClasses() {}

    /** Loads them once for each class loader, without initialising them. What cannot be loaded was optional. */
    static synchronized void load() {
        CodeSource source = EarlyClasses.class.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        if (done || jar == null) {
            return;
        }
        done = true;
        try (JarInputStream in = new JarInputStream(jar.openStream())) {
            for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                load(entry.getName());
            }
        } catch (IOException e) {
            // Not a jar but a folder, as in a test; or a server with a kind of URL that cannot be read: not Payara.
            return;
        }
    }

    private static void load(String entry) {
        if (!entry.endsWith(".class") || !entry.startsWith("dev/mqttra/") || !isOfUse(entry)) {
            return;
        }
        String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, EarlyClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // It refers to a library that is not there, so nothing uses it.
            return;
        }
    }

    /** All of ours, and of the library those that an event loop, its channels and its buffers consist of, and what says farewell. */
    private static boolean isOfUse(String entry) {
        return !entry.contains("/shaded/")
                || entry.contains("/netty/util/")
                || entry.contains("/netty/buffer/")
                || entry.contains("/netty/channel/")
                || entry.contains("/netty/handler/ssl/Ssl")
                || entry.contains("/netty/handler/codec/http/websocketx/");
    }
}
