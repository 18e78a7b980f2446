package dev.mqttra.benchmarks;

import dev.mqttra.benchmarks.DeliveryCase.Called;
import dev.mqttra.benchmarks.DeliveryServer.Sample;
import dev.mqttra.benchmarks.DeliveryTable.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deliveries into beans on a real server beside the same beans called by the container with no MQTT, in one run. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        description = "Measures deliveries into message-driven beans on a real Payara or WildFly.")
public final class Deliveries implements Callable<Integer> {
    private static final int PAYLOAD = 64;
    /** The count is some milliseconds old, and the beans should not run out of messages in that time. */
    private static final int WINDOWS_BY_COUNT = 8;
    /** Mosquitto searches lists of what is on its way at QoS 2, and has a core to itself from some thousands on. */
    private static final int FEW = 400;

    @Option(
            names = "--server",
            required = true,
            description = "an unpacked Payara 6 (the folder payara6) or WildFly 39")
    private Path home = Path.of("payara6");

    @Option(names = "--warm-up", description = "seconds before each measurement")
    private int warmUp = 5;

    @Option(
            names = "--first-warm-up",
            description = "seconds before the first measurement, as the server was just started")
    private int firstWarmUp = 20;

    @Option(names = "--seconds", description = "seconds of each measurement")
    private int seconds = 5;

    @Option(names = "--rounds", description = "measurements of each, in turn; the median is reported")
    private int rounds = 2;

    @Option(names = "--window", description = "messages that the device may have unacknowledged")
    private int window = 2_000;

    @Option(
            names = "--cases",
            split = ",",
            description =
                    "bean/where/qos/atOnce, * or left out for any: plain, transacted, inserting, batch, principal;"
                            + " hosted, remote; 0 to 2; 1 to 4")
    private List<String> cases = List.of("*");

    @Option(names = "--jvm", split = " ", description = "further options of the server's JVM")
    private List<String> jvm = List.of();

    @Option(
            names = "--out",
            description = "where the table goes, also while it grows; in the project's folder if relative")
    private Path out = Path.of("benchmarks/end-to-end/target/deliveries.md");

    @Option(names = "--root", description = "the project's folder")
    private Path root = Path.of("");

    private final DeliveryTable table = new DeliveryTable();
    private int measured;
    private int planned;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Deliveries()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Map<Called, List<DeliveryCase>> chosen = DeliveryCase.all().stream()
                .filter(one -> cases.stream().anyMatch(one::matches))
                .collect(Collectors.groupingBy(DeliveryCase::called, LinkedHashMap::new, Collectors.toList()));
        if (chosen.isEmpty()) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "No case is meant by " + cases + "; there are " + DeliveryCase.all());
        }
        List<DeliveryCase> all = chosen.values().stream().flatMap(List::stream).toList();
        planned = rounds * (chosen.size() + all.size());
        System.err.printf("%d measurements of %d s after %d s%n", planned, seconds, warmUp);
        try (DeliveryServer server = DeliveryServer.start(home, root, all, jvm)) {
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<Called, List<DeliveryCase>> group : chosen.entrySet()) {
                    called(server, group.getKey());
                    for (DeliveryCase one : group.getValue()) {
                        delivered(server, one);
                    }
                }
            }
        }
        System.out.print(table.markdown());
        return 0;
    }

    private void called(DeliveryServer server, Called one) throws Exception {
        progress(one.bean() + ", " + one.atOnce() + " at once, called by the container");
        server.emptyTable();
        server.call(one, PAYLOAD);
        TimeUnit.SECONDS.sleep(measured == 1 ? Math.max(firstWarmUp, warmUp) : warmUp);
        Sample before = server.sample();
        TimeUnit.SECONDS.sleep(seconds);
        Result result = result(before, server.sample(), 0);
        server.stopCalls();
        table.add(one, result);
        show(result);
    }

    private void delivered(DeliveryServer server, DeliveryCase one) throws Exception {
        progress(one.toString());
        server.emptyTable();
        try (Selector selector = Selector.open()) {
            Device device = new Device(server, one, selector, PAYLOAD, onTheirWay(one));
            device.start();
            SelectorLoop.drive(selector, List.of(device), device::done, warmUp);
            Sample before = server.sample();
            long loadBefore = threadCpu();
            SelectorLoop.drive(selector, List.of(device), device::done, seconds);
            Result result = result(before, server.sample(), threadCpu() - loadBefore);
            device.close();
            table.add(one, result);
            show(result);
        }
        awaitQuiet(server);
    }

    /** How many messages may be. */
    private int onTheirWay(DeliveryCase one) {
        if (one.isHosted() && one.qos() > 0) {
            return window;
        }
        return one.qos() == 2 ? FEW : WINDOWS_BY_COUNT * window;
    }

    /** What is still on its way belongs to this case, and not to the next one. */
    private static void awaitQuiet(DeliveryServer server) throws Exception {
        long before;
        long now = server.sample().calls();
        do {
            before = now;
            TimeUnit.MILLISECONDS.sleep(200);
            now = server.sample().calls();
        } while (now != before);
    }

    private static Result result(Sample before, Sample after, long loadNanos) throws IOException {
        double calls = after.calls() - before.calls();
        if (calls == 0) {
            throw new IOException("no bean was called");
        }
        return new Result(
                calls * 1e9 / (after.time() - before.time()),
                (after.cpuNanos() - before.cpuNanos()) / 1e3 / calls,
                loadNanos / 1e3 / calls);
    }

    private static long threadCpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void progress(String what) {
        measured++;
        System.err.printf("%d of %d: %s ...%n", measured, planned, what);
    }

    private void show(Result result) throws IOException {
        System.err.printf(
                Locale.ROOT,
                "    %,.0f calls/s, %.1f µs of the server's CPU, %.1f of the load's%n",
                result.perSecond(),
                result.serverMicros(),
                result.loadMicros());
        Files.writeString(root.resolve(out), table.markdown());
    }
}
