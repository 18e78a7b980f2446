package dev.mqttra.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a command line tool to its end. */
final class Tool {
    /** For a JVM that does not live long enough to gain from more compiling and from more threads that collect. */
    static final List<String> JVM_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private Tool() {}

    /** A program of the JDK that runs this code, for instance {@code java} or {@code jcmd}. */
    static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** The command that runs a Java program of a server's own tools. */
    static List<String> java(Path jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of(jdk("java")));
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Runs a command and returns what it printed.
     *
     * @param name what messages call it
     * @throws ServerException if it ends with another status than 0, or not within three minutes
     */
    static String run(String name, Path directory, Map<String, String> environment, List<String> command) {
        Path output = null;
        try {
            output = Files.createTempFile("tool", ".out");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            // No input: a tool that asks a question gets an end of file and fails, instead of waiting for ever.
            process.getOutputStream().close();
            return result(name, process, output);
        } catch (IOException e) {
            throw new ServerException("Cannot run " + name, e);
        } finally {
            deleteQuietly(output);
        }
    }

    private static String result(String name, Process process, Path output) throws IOException {
        boolean ended;
        try {
            ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerException("Interrupted while running " + name, e);
        }
        if (!ended) {
            process.destroyForcibly();
        }
        String text = text(output);
        if (!ended) {
            throw new ServerException(name + " did not end within " + LIMIT + ":\n" + text);
        }
        if (process.exitValue() != 0) {
            throw new ServerException(name + " ended with status " + process.exitValue() + ":\n" + text);
        }
        return text;
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // Tools write in the platform's encoding; a byte that is not UTF-8 must not hide their message.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void deleteQuietly(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A temporary file that stays is no reason to fail.
        }
    }
}
