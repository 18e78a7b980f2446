package dev.mqttra.interop.clients;

import java.io.IOException;
import org.opentest4j.TestAbortedException;

/** Programs that a machine may lack. */
final class Programs {
    private Programs() {}

    static boolean isInstalled(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.waitFor();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Skips the test that needs what is missing; with CI=true that is an error. */
    static void require(boolean present, String missing) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        throw new TestAbortedException("skipped: " + missing);
    }
}
