package dev.mqttra.servers;

import java.net.URI;
import java.nio.file.Path;

/**
 * One application server: a process of its own over a fresh copy of its distribution's configuration, all of its
 * listeners on 127.0.0.1.
 *
 * <p>An instance serves one thread. Every method blocks until the server has done what was asked; what goes wrong
 * comes as a {@link ServerException} that carries the server's own words.
 */
public interface AppServer extends AutoCloseable {

    /**
     * Starts the server and returns when it serves requests. A second start after {@link #close()} begins again with
     * the distribution's configuration: nothing is deployed, no setting is kept.
     *
     * @throws ServerException if it ends or does not come up in two minutes; the message ends with its last output
     * @throws IllegalStateException if it runs already
     */
    void start();

    /** Where applications answer, for instance {@code http://127.0.0.1:40123/}. */
    URI http();

    /** The ports of this server; they are its own from {@link #start()} to {@link #close()}. */
    ServerPorts ports();

    /**
     * Deploys an archive.
     *
     * @param name its name without an extension; also the context root of a WAR that does not say otherwise
     * @throws ServerException if the server refuses it, with the reason that the server gave
     */
    void deploy(String name, Path archive);

    /** Undeploys what {@link #deploy} deployed under this name, together with the resources made for it. */
    void undeploy(String name);

    /**
     * Runs commands of the server's own administration tool in order: asadmin subcommands on Payara, CLI commands and
     * operations on WildFly. Each argument is one line as an administrator writes it in a script for that tool.
     *
     * @return what the tool printed
     * @throws ServerException if a command fails; what comes after it is not run
     */
    String cli(String... commands);

    /** A dump of all threads of the server's JVM, as {@code jcmd Thread.print} writes it. */
    String threads();

    /**
     * The live objects by class after a full collection, as {@code jcmd GC.class_histogram} writes it: a class that is
     * loaded by two class loaders has two lines.
     */
    String heap();

    /** The server's log. It exists once the server has started. */
    Path log();

    /** The process id of the server's JVM. */
    long pid();

    /** Stops the server and returns when its process has ended, by force after 30 seconds. Does nothing if it is down. */
    @Override
    void close();
}
