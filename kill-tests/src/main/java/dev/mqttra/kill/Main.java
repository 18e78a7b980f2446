package dev.mqttra.kill;

import java.nio.file.Path;
import java.util.Random;

/** Kills one server again and again, and keeps count over all runs. Ends at the first promise that is broken. */
public final class Main {
    private Main() {}

    /**
     * @param args the server, {@code payara} or {@code wildfly}; how many kills to go on with; the file that keeps count
     */
    public static void main(String[] args) {
        Progress progress = new Progress(Path.of(args[2]), args[0]);
        long count = Long.parseLong(args[1]);
        say("Starting " + args[0] + " ...");
        try (Rig rig = Rig.start(args[0])) {
            Killing killing = new Killing(rig, new Random(progress.kills()));
            for (long i = 1; i <= count; i++) {
                Step step = Step.values()[(int) (progress.kills() % Step.values().length)];
                Promises.Outcome outcome = killing.at(step);
                progress.add(step, outcome);
                say(i + " of " + count + " at " + step + ": " + outcome.messages() + " messages, " + outcome.doubled()
                        + " doubled (" + killing.times() + "). " + progress.summary());
                if (!outcome.isKept()) {
                    throw new IllegalStateException("A promise is broken after a kill at " + step + ", see "
                            + rig.server().log() + ": " + outcome);
                }
            }
        }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
