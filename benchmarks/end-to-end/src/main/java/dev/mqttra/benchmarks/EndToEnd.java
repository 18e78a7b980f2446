package dev.mqttra.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The comparison from the command line: brokers in turn within each scenario and round, medians at the end. */
@Command(
        name = "end-to-end",
        mixinStandardHelpOptions = true,
        description = "Runs brokers as processes of their own under the same load and prints them side by side.")
public final class EndToEnd implements Callable<Integer> {
    @Option(names = "--brokers", split = ",", description = "ours, mosquitto, moquette, hivemq, forwarder (QoS 0 only)")
    private List<String> brokers = List.of("forwarder", "mosquitto", "ours", "moquette", "hivemq");

    @Option(names = "--scenarios", split = ",", description = "fan-in (4 to 1), pairs (8), fan-out (1 to 20)")
    private List<String> scenarios = List.of("fan-in", "pairs", "fan-out");

    @Option(names = "--qos", split = ",", description = "0, 1")
    private List<Integer> qos = List.of(0, 1);

    @Option(names = "--warm-up", description = "seconds before each measurement")
    private double warmUp = 5;

    @Option(names = "--seconds", description = "seconds of each measurement")
    private double seconds = 5;

    @Option(names = "--rounds", description = "measurements of each; the median is reported")
    private int rounds = 3;

    @Option(names = "--jvm", split = " ", description = "options of the brokers that are JVMs")
    private List<String> jvm = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    @Option(names = "--root", description = "the project's folder")
    private Path root = Path.of("");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EndToEnd()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        System.out.println(
                "| scenario | QoS | broker | messages/s | p50 µs | p99 µs | server CPU µs/message | load's own |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String shape : scenarios) {
            for (int level : qos) {
                measure(Scenario.of(shape, level));
            }
        }
        return 0;
    }

    private void measure(Scenario scenario) throws Exception {
        List<String> able = new ArrayList<>(brokers);
        if (scenario.qos() > 0) {
            able.remove("forwarder");
        }
        List<List<Load.Result>> results = new ArrayList<>();
        able.forEach(broker -> results.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < able.size(); i++) {
                System.err.printf(
                        "%s QoS %d, round %d of %d: %s%n",
                        scenario.name(), scenario.qos(), round + 1, rounds, able.get(i));
                try {
                    results.get(i).add(once(able.get(i), scenario));
                } catch (IOException e) {
                    System.err.println("  " + able.get(i) + " failed: " + e.getMessage());
                }
            }
        }
        for (int i = 0; i < able.size(); i++) {
            print(scenario, able.get(i), results.get(i));
        }
    }

    private Load.Result once(String broker, Scenario scenario) throws Exception {
        try (Server server = Server.start(broker, scenario, root, jvm)) {
            Load load = new Load(scenario, server.port());
            try {
                return load.run(warmUp, seconds, server::cpuNanos);
            } finally {
                load.close();
            }
        }
    }

    private static void print(Scenario scenario, String broker, List<Load.Result> results) {
        if (results.isEmpty()) {
            System.out.printf("| %s | %d | %s | failed | | | | |%n", scenario.name(), scenario.qos(), broker);
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %,.0f | %,.0f | %.2f | %.2f |%n",
                scenario.name(),
                scenario.qos(),
                broker,
                median(results.stream().mapToDouble(Load.Result::perSecond).toArray()),
                median(results.stream().mapToDouble(Load.Result::p50Micros).toArray()),
                median(results.stream().mapToDouble(Load.Result::p99Micros).toArray()),
                median(results.stream().mapToDouble(Load.Result::serverMicros).toArray()),
                median(results.stream().mapToDouble(Load.Result::loadMicros).toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
