package dev.mqttra.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Pattern READY = Pattern.compile("READY|(FAILED)");

    @TempDir
    Path directory;

    @Test
    void itIsReadyWhenItSaysSoAndEndsWhenStopped() {
        ServerProcess server = start("comes-up");
        ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();
        assertThat(handle.isAlive()).isTrue();
        assertThat(server.jcmd("Thread.print")).contains("\"main\"");

        server.stop();

        assertThat(handle.isAlive()).isFalse();
        assertThat(directory.resolve("server.pid")).doesNotExist();
    }

    @Test
    void oneThatIsStoppedInAnOrderlyWayIsWaitedForUntilItHasSaidGoodbye() {
        ServerProcess server = start("comes-up");
        ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();

        server.stopByItself(Duration.ofMinutes(1));

        assertThat(handle.isAlive()).isFalse();
        assertThat(directory.resolve("server.pid")).doesNotExist();
        assertThat(directory.resolve("console.log")).content().contains("goodbye");
    }

    @Test
    void oneThatDoesNotEndByItselfIsReportedAndKilled() {
        ServerProcess server = start("does-not-end");
        ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> server.stopByItself(Duration.ofSeconds(1)))
                .withMessageContaining("did not end in PT1S");

        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void oneThatIsKilledGetsNoChanceToSayGoodbye() {
        ServerProcess server = start("comes-up");
        ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();

        server.kill();

        assertThat(handle.isAlive()).isFalse();
        assertThat(directory.resolve("server.pid")).doesNotExist();
        assertThat(directory.resolve("console.log")).content().doesNotContain("goodbye");
    }

    @Test
    void oneThatEndsIsReportedWithItsStatusAndLastWords() {
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> start("ends"))
                .withMessageContaining("status 3")
                .withMessageContaining("no luck today");
    }

    @Test
    void oneThatSaysItFailedIsEndedAndReported() {
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(() -> start("says-it-failed"))
                .withMessageContaining("did not come up")
                .withMessageContaining("no such port");
        assertThat(ownChildren()).isEmpty();
    }

    @Test
    void whatAKilledRunLeftBehindIsEnded() {
        ServerProcess leftover = start("comes-up");
        ProcessHandle handle = ProcessHandle.of(leftover.pid()).orElseThrow();

        ServerProcess.endLeftover(directory);

        assertThat(handle.isAlive()).isFalse();
        leftover.stop();
    }

    @Test
    void aProcessIdThatNowBelongsToAnotherProgramIsLeftAlone() throws IOException {
        Files.writeString(
                directory.resolve("server.pid"),
                Long.toString(ProcessHandle.current().pid()));

        ServerProcess.endLeftover(directory);

        assertThat(directory.resolve("server.pid")).doesNotExist();
    }

    private ServerProcess start(String behaviour) {
        String classPath = System.getProperty("java.class.path");
        // The directory on the command line is what tells that the process is ours.
        List<String> command = List.of(
                Tool.jdk("java"), "-cp", classPath, PretendedServer.class.getName(), behaviour, directory.toString());
        return ServerProcess.start(directory, Map.of(), command, READY);
    }

    private List<ProcessHandle> ownChildren() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(directory.toString()))
                .toList();
    }
}
