package dev.mqttra.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One application server: a process of its own over a fresh copy of its distribution's configuration, all of its
 * listeners on 127.0.0.1.
 *
 * <p>An instance serves one thread, except for {@link #kill()}. Every method blocks until the server has done what was asked; what goes wrong
 * comes as a {@link ServerException} that carries the server's own words.
 */
public abstract sealed class AppServer implements AutoCloseable permits Payara, WildFly {
    private static final Duration STOP_LIMIT = Duration.ofMinutes(5);

    private final String name = getClass().getSimpleName();
    private final Pattern ready;
    final Path home;
    final Path work;
    final ServerPorts ports;
    private List<String> jvmOptions = Tool.JVM_OPTIONS;
    private volatile @Nullable ServerProcess process;

    /**
     * A server that is not started yet.
     *
     * @param home the unpacked distribution, which is only read
     * @param marker what is in such a distribution and in no other directory
     * @param work where the configuration, the logs and the deployments go; a start replaces what is there
     * @param ready see {@link ServerProcess#start}
     */
    AppServer(Path home, String marker, Path work, ServerPorts ports, Pattern ready) {
        this.home = home.toAbsolutePath().normalize();
        this.work = work.toAbsolutePath().normalize();
        this.ports = ports;
        this.ready = ready;
        if (!Files.exists(this.home.resolve(marker))) {
            throw new IllegalArgumentException("Not an unpacked " + name + ": " + home);
        }
    }

    /**
     * Options for the server's JVM from the next start on, before those of its own configuration. They take the place of
     * {@code -XX:TieredStopAtLevel=1} and {@code -XX:+UseSerialGC}, with which a server starts and deploys sooner and never
     * gets as fast as it could: right for tests and a demonstration, wrong where something is measured.
     */
    public final void jvmOptions(String... options) {
        jvmOptions = List.of(options);
    }

    /**
     * Starts the server and returns when it serves requests. A second start after {@link #close()} begins again with
     * the distribution's configuration: nothing is deployed, no setting is kept.
     *
     * @throws ServerException if it ends or does not come up in five minutes; the message ends with its last output
     * @throws IllegalStateException if it runs already
     */
    public final void start() {
        refuseSecond();
        FileTree.create(work);
        ServerProcess.endLeftover(work);
        layOut();
        process = ServerProcess.start(work, environment(), command(), ready);
    }

    /**
     * Starts the server with what it was stopped or killed with: its settings, its deployments, its logs of transactions.
     * Otherwise like {@link #start()}.
     */
    public final void startAgain() {
        refuseSecond();
        process = ServerProcess.start(work, environment(), command(), ready);
    }

    /**
     * Kills the server's JVM (SIGKILL), which gets no chance to do anything about it, and returns when it is dead. From
     * any thread, also while another one waits for the server to answer something.
     */
    public final void kill() {
        running().kill();
        process = null;
    }

    /**
     * Stops the server in an orderly way, as an operating system does (SIGTERM), and returns when it has ended;
     * {@link #startAgain()} starts it with what it has.
     *
     * @throws ServerException if it has not ended in five minutes; it is killed then
     */
    public final void stop() {
        running().stopByItself(STOP_LIMIT);
        process = null;
    }

    /** Where applications answer, for instance {@code http://127.0.0.1:40123/}. */
    public final URI http() {
        return URI.create("http://127.0.0.1:" + ports.http() + "/");
    }

    /** The ports of this server; they are its own from {@link #start()} to {@link #close()}. */
    public final ServerPorts ports() {
        return ports;
    }

    /**
     * Deploys an archive.
     *
     * @param name its name without an extension; also the context root of a WAR that does not say otherwise
     * @throws ServerException if the server refuses it, with the reason that the server gave
     */
    public abstract void deploy(String name, Path archive);

    /** Undeploys what {@link #deploy} deployed under this name, together with the resources made for it. */
    public abstract void undeploy(String name);

    /**
     * Runs commands of the server's own administration tool in order: asadmin subcommands on Payara, CLI commands and
     * operations on WildFly. Each argument is one line as an administrator writes it in a script for that tool.
     *
     * @return what the tool printed
     * @throws ServerException if a command fails; what comes after it is not run
     */
    public abstract String cli(String... commands);

    /** A dump of all threads of the server's JVM, as {@code jcmd Thread.print} writes it. */
    public final String threads() {
        return running().jcmd("Thread.print");
    }

    /**
     * The live objects by class after a full collection, as {@code jcmd GC.class_histogram} writes it: a class that is
     * loaded by two class loaders has two lines.
     */
    public final String heap() {
        return running().jcmd("GC.class_histogram");
    }

    /** The server's log. It exists once the server has started. */
    public abstract Path log();

    /** The process id of the server's JVM. */
    public final long pid() {
        return running().pid();
    }

    /** Stops the server and returns when its process has ended, by force after 30 seconds. Does nothing if it is down. */
    @Override
    public final void close() {
        ServerProcess running = process;
        if (running != null) {
            process = null;
            running.stop();
        }
    }

    /** Replaces what an earlier start left in the working directory by the distribution's configuration. */
    abstract void layOut();

    /** The command that is the server, in a directory that is laid out. */
    abstract List<String> commandLine();

    /** What the server and its tools want beside the environment of this process. */
    abstract Map<String, String> environment();

    /**
     * Has the administration tool, which only a running server answers, execute a file with these lines.
     *
     * @param tool runs it, given the file
     * @return what the tool printed
     */
    final String script(List<String> lines, Function<Path, String> tool) {
        running();
        try {
            Path file = Files.write(Files.createTempFile("script", ".txt"), lines);
            try {
                return tool.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ServerException("Cannot write the script for: " + String.join("; ", lines), e);
        }
    }

    /** What is started: the first word is the JVM, its options follow. */
    final List<String> command() {
        List<String> command = new ArrayList<>(commandLine());
        command.addAll(1, jvmOptions);
        return command;
    }

    private void refuseSecond() {
        if (process != null) {
            throw new IllegalStateException(name + " runs already");
        }
    }

    private ServerProcess running() {
        ServerProcess running = process;
        if (running == null) {
            throw new IllegalStateException(name + " is not running");
        }
        return running;
    }
}
