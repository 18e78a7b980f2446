package dev.mqttra.simulation;

import dev.mqttra.broker.BrokerStatistics;
import dev.mqttra.client.ClientStatistics;
import dev.mqttra.client.PublishFailedException;
import dev.mqttra.client.PublishFailedException.Cause;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.simulation.Scenario.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was published and what arrived, and what the QoS promise about it:
 * at QoS 0 no message twice, at QoS 1 none lost, at QoS 2 none lost and none twice [MQTT-4.3.1-1, 4.3.2-1, 4.3.3-1]; at
 * each, per topic, in the order of publishing where it comes for the first time [MQTT-4.6.0-6]. None lost holds for a
 * subscriber whose session persists.
 */
final class Ledger {
    private static final class Line {
        final Topic topic;
        final List<Integer> published = new ArrayList<>();
        final List<Integer> arrived = new ArrayList<>();
        final Set<Integer> arrivedOnce = new HashSet<>();
        final Set<Integer> unknown = new HashSet<>();
        int answered;

        Line(Topic topic) {
            this.topic = topic;
        }
    }

    private final Scenario scenario;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int published;
    private int missing;
    private @Nullable String refused;

    Ledger(Scenario scenario) {
        this.scenario = scenario;
        scenario.topics().forEach(topic -> lines.put(topic.name(), new Line(topic)));
    }

    void published(Topic topic, int number) {
        published++;
        Line line = line(topic.name());
        line.published.add(number);
        if (mustArrive(topic)) {
            missing++;
        }
    }

    void answered(Topic topic, int number, @Nullable Throwable failure) {
        Line line = line(topic.name());
        line.answered++;
        if (failure instanceof PublishFailedException lost && mayBeUnknown(topic, lost)) {
            if (mustArrive(topic) && !line.arrivedOnce.contains(number)) {
                missing--;
            }
            line.unknown.add(number);
        } else if (failure != null) {
            refused = "publish " + number + " to " + topic + " failed: " + failure;
        }
    }

    /** Without a session nobody can know whether the broker has a message of QoS 2: the client says so. */
    private boolean mayBeUnknown(Topic topic, PublishFailedException failure) {
        return failure.what() == Cause.SESSION_LOST
                && topic.published() == QoS.EXACTLY_ONCE
                && !scenario.publisherPersistent();
    }

    void arrived(String topic, int number) {
        Line line = line(topic);
        line.arrived.add(number);
        if (line.arrivedOnce.add(number) && mustArrive(line.topic) && !line.unknown.contains(number)) {
            missing--;
        }
    }

    private Line line(String topic) {
        Line line = lines.get(topic);
        if (line == null) {
            throw new IllegalStateException("a message of " + topic + ", to which nobody published");
        }
        return line;
    }

    /** Whether everything was published, answered, and has arrived as far as it must. */
    boolean isComplete() {
        return published == scenario.messages()
                && missing == 0
                && lines.values().stream().allMatch(line -> line.answered == line.published.size());
    }

    private boolean mustArrive(Topic topic) {
        return scenario.subscriberPersistent() && topic.delivered() != QoS.AT_MOST_ONCE;
    }

    /** QoS 1 on either side may double a message, nothing else may. */
    private static boolean mustArriveOnce(Topic topic) {
        return topic.published() != QoS.AT_LEAST_ONCE && topic.delivered() != QoS.AT_LEAST_ONCE;
    }

    /** What was broken, null for nothing. */
    @Nullable
    String problem(boolean stuck, BrokerStatistics broker, List<ClientStatistics> clients) {
        if (stuck) {
            return "not done: " + missing + " missing, " + published + " of " + scenario.messages() + " published, "
                    + clients + ", " + broker;
        }
        if (refused != null) {
            return refused;
        }
        if (broker.violations() > 0 || broker.failures() > 0 || broker.dropped() > 0) {
            return "the broker met violations, failures or drops: " + broker;
        }
        for (Line line : lines.values()) {
            String problem = problem(line);
            if (problem != null) {
                return line.topic + ": " + problem;
            }
        }
        return null;
    }

    private @Nullable String problem(Line line) {
        Set<Integer> promised = new HashSet<>(line.published);
        promised.removeAll(line.unknown);
        if (mustArrive(line.topic) && !line.arrivedOnce.containsAll(promised)) {
            return "lost of " + line.published + ": arrived " + line.arrived;
        }
        if (!new HashSet<>(line.published).containsAll(line.arrivedOnce)) {
            return "invented: " + line.arrived;
        }
        if (mustArriveOnce(line.topic) && line.arrived.size() != line.arrivedOnce.size()) {
            return "twice: " + line.arrived;
        }
        return mustBeInOrder(line.topic) ? orderProblem(line) : null;
    }

    /**
     * A publisher of QoS 1 sends again what it got no answer for: if the first copy of one message was lost to a subscriber
     * that had no session, and a later message was not, the first that arrives of it comes after that one.
     */
    private boolean mustBeInOrder(Topic topic) {
        return topic.published() != QoS.AT_LEAST_ONCE || mustArrive(topic);
    }

    private static @Nullable String orderProblem(Line line) {
        int latest = -1;
        Set<Integer> seen = new HashSet<>();
        for (int number : line.arrived) {
            if (seen.add(number)) {
                if (number < latest) {
                    return "out of order: " + line.arrived;
                }
                latest = number;
            }
        }
        return null;
    }
}
