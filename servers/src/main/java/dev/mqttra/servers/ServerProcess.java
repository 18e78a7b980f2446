package dev.mqttra.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process of one server: started, watched until it is ready, and stopped. It ends with the JVM that started it; one
 * that outlived a killed JVM is ended by the next start in the same directory.
 */
final class ServerProcess {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int TAIL = 6_000;

    private final Process process;
    private final Path console;
    private final Path pidFile;
    private final Thread hook = new Thread(this::end, "server-stop");

    private ServerProcess(Process process, Path console, Path pidFile) {
        this.process = process;
        this.console = console;
        this.pidFile = pidFile;
    }

    /**
     * Starts a command in a directory, and returns when its output matches.
     *
     * @param ready what it prints when it is ready; group 1, where it takes part in the match, is a failure
     */
    static ServerProcess start(Path directory, Map<String, String> environment, List<String> command, Pattern ready) {
        Path console = directory.resolve("console.log");
        Path pidFile = directory.resolve("server.pid");
        ServerProcess server;
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(console.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            server = new ServerProcess(process, console, pidFile);
            Runtime.getRuntime().addShutdownHook(server.hook);
            Files.writeString(pidFile, Long.toString(process.pid()));
        } catch (IOException e) {
            throw new ServerException("Cannot start " + command.get(0) + " in " + directory, e);
        }
        server.awaitReady(ready);
        return server;
    }

    /** Ends what an earlier, killed run left behind in this directory, so that it does not hold its files and ports. */
    static void endLeftover(Path directory) {
        Path pidFile = directory.resolve("server.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            Optional<ProcessHandle> leftover =
                    ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
            // Process ids are reused: only a process that names this directory is ours.
            leftover.filter(handle -> commandLine(handle).contains(directory.toString()))
                    .ifPresent(ServerProcess::end);
            Files.delete(pidFile);
        } catch (IOException | NumberFormatException e) {
            throw new ServerException("Cannot read " + pidFile, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Has the JDK's diagnostic tool ask the server's JVM. */
    String jcmd(String question) {
        Path anywhere = console.toAbsolutePath().getRoot();
        return Tool.run(
                "jcmd " + question, anywhere, Map.of(), List.of(Tool.jdk("jcmd"), Long.toString(pid()), question));
    }

    void stop() {
        end();
        forget();
    }

    /**
     * Asks the process to end (SIGTERM), and returns when it has done so by itself.
     *
     * @throws ServerException if it has not in that time; it is killed then
     */
    void stopByItself(Duration limit) {
        process.destroy();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw new ServerException("The server did not end in " + limit + ". Its last output:\n" + tail());
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while the server stopped", e);
        } catch (IOException e) {
            throw new ServerException("The server did not end in " + limit + ", and its output cannot be read", e);
        }
        deletePidFile();
        forget();
    }

    /** Ends the process by SIGKILL, and returns when it has ended. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        deletePidFile();
        forget();
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook is running, or has run.
        }
    }

    private void awaitReady(Pattern ready) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (true) {
                boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
                Matcher matcher = ready.matcher(Files.readString(console, StandardCharsets.ISO_8859_1));
                boolean found = matcher.find();
                if (found && matcher.group(1) == null && !ended) {
                    return;
                }
                if (found || ended || System.nanoTime() - deadline > 0) {
                    stop();
                    String what = ended ? "ended with status " + process.exitValue() : "did not come up";
                    throw new ServerException("The server " + what + ". Its last output:\n" + tail());
                }
            }
        } catch (IOException e) {
            stop();
            throw new ServerException("Cannot read " + console, e);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while the server started", e);
        }
    }

    private String tail() throws IOException {
        String text = Files.readString(console, StandardCharsets.ISO_8859_1);
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    private void end() {
        end(process.toHandle());
        deletePidFile();
    }

    private void deletePidFile() {
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            // The next start reads it, and finds that no such process runs.
        }
    }

    private static void end(ProcessHandle handle) {
        handle.destroy();
        try {
            handle.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            handle.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            handle.destroyForcibly();
            handle.onExit().join();
        }
    }

    private static String commandLine(ProcessHandle handle) {
        return handle.info().commandLine().orElse("");
    }
}
