package dev.mqttra.benchmarks;

/**
 * A shape of load.
 *
 * @param window messages a publisher may have sent that not every one of its subscribers has received (and, at QoS 1,
 *     the broker has not acknowledged): closed, so that no broker has a reason to drop
 */
record Scenario(String name, int publishers, int subscribers, boolean pairs, int qos, int payload, int window) {

    static Scenario of(String shape, int qos) {
        return switch (shape) {
            case "fan-in" -> new Scenario(shape, 4, 1, false, qos, 64, 125);
            case "pairs" -> new Scenario(shape, 8, 8, true, qos, 64, 500);
            case "fan-out" -> new Scenario(shape, 1, 20, false, qos, 64, 500);
            default -> throw new IllegalArgumentException("a scenario is fan-in, pairs or fan-out, not " + shape);
        };
    }

    String topicOf(int publisher) {
        return pairs ? "bench/pair/" + publisher : "bench/" + name;
    }

    boolean receives(int subscriber, int publisher) {
        return !pairs || subscriber == publisher;
    }
}
