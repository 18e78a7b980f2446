package dev.mqttra.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What was measured of each case, and the medians of it as a table, each beside its calls without MQTT. */
final class DeliveryTable {
    /**
     * One measurement.
     *
     * @param serverMicros the server's CPU microseconds for each call
     * @param loadMicros the load generator's own, likewise
     */
    record Result(double perSecond, double serverMicros, double loadMicros) {}

    private final Map<DeliveryCase.Called, List<Result>> called = new LinkedHashMap<>();
    private final Map<DeliveryCase, List<Result>> delivered = new LinkedHashMap<>();

    void add(DeliveryCase.Called one, Result result) {
        called.computeIfAbsent(one, first -> new ArrayList<>()).add(result);
    }

    void add(DeliveryCase one, Result result) {
        delivered.computeIfAbsent(one, first -> new ArrayList<>()).add(result);
    }

    /** In Markdown. Ratios are those of medians. */
    String markdown() {
        StringBuilder table = new StringBuilder();
        table.append("| bean | at once | called by | calls/s | of the container's | server CPU µs/call | times the"
                + " container's | load's own µs |\n");
        table.append("|---|---|---|---|---|---|---|---|\n");
        called.forEach((one, results) -> {
            table.append(row(one, "the container", results, null));
            delivered.forEach((mqtt, itsResults) -> {
                if (mqtt.called().equals(one)) {
                    table.append(row(one, caller(mqtt), itsResults, results));
                }
            });
        });
        return table.toString();
    }

    private static String caller(DeliveryCase one) {
        return one.where() + ", QoS " + one.qos() + (one.bean().equals("principal") ? ", as a user" : "");
    }

    private static String row(
            DeliveryCase.Called one, String caller, List<Result> results, @Nullable List<Result> beside) {
        double perSecond = median(results, Result::perSecond);
        double micros = median(results, Result::serverMicros);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %,.0f | %s | %.1f | %s | %.1f |%n",
                one.bean(),
                one.atOnce(),
                caller,
                perSecond,
                ratio(perSecond, beside == null ? 0 : median(beside, Result::perSecond)),
                micros,
                ratio(micros, beside == null ? 0 : median(beside, Result::serverMicros)),
                median(results, Result::loadMicros));
    }

    private static String ratio(double value, double beside) {
        return beside == 0 ? "" : String.format(Locale.ROOT, "%.2f", value / beside);
    }

    /** The middle one, or the mean of the two in the middle. */
    private static double median(List<Result> results, ToDoubleFunction<Result> value) {
        double[] sorted = results.stream().mapToDouble(value).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
