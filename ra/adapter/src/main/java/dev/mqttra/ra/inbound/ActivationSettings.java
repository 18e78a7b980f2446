package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.ra.security.Caller;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an activation is to do, validated, with the defaults filled in. Where it connects to is in its
 * {@link dev.mqttra.ra.config.ConnectionSettings}.
 *
 * @param topicFilter null where the bean's methods say it
 * @param qos null where it was not set: then 1, or what the methods say
 * @param clientId null where it is to be derived or made up
 * @param cleanStart null where the adapter decides: true for a client identifier that is made up
 * @param maxConcurrency how many messages the bean deals with at once
 * @param failures what becomes of a message whose delivery has failed
 * @param order which messages are delivered one after the other, null for none
 * @param batch how messages are collected for methods that take several
 * @param batchSaid the property of the batches that was set, null for none
 * @param qosZero how many messages of QoS 0 may wait for the bean, null for as many as of the others
 * @param sharedSubscription the group that the subscriptions belong to, null for none
 * @param runAs as whom the bean runs for messages of nobody who logged in, null for nobody
 */
public record ActivationSettings(
        @Nullable String topicFilter,
        @Nullable QoS qos,
        @Nullable String clientId,
        @Nullable Boolean cleanStart,
        int maxConcurrency,
        FailurePolicy failures,
        @Nullable Order order,
        BatchPolicy batch,
        @Nullable String batchSaid,
        QosZeroBuffer.@Nullable Policy qosZero,
        @Nullable String sharedSubscription,
        @Nullable Caller runAs) {

    /** Below the pools that servers have by default, 8 and 32 beans, so that nothing waits there. */
    static final int DEFAULT_CONCURRENCY = 5;

    private static final int MAXIMUM_CONCURRENCY = 1000;
    private static final int DEFAULT_BATCH = 100;
    private static final int LARGEST_BUFFER = 50_000;
    private static final int LARGEST_BATCH = 10_000;
    private static final long DEFAULT_LINGER_MILLIS = 20;
    private static final long LONGEST_LINGER_MILLIS = 60_000;

    static ActivationSettings of(MqttActivationSpec spec) throws InvalidPropertyException {
        String topicFilter = text("topicFilter", spec.getTopicFilter());
        if (topicFilter != null) {
            checkFilter(topicFilter);
        }
        Integer qos = spec.getQos();
        check(qos == null || qos >= 0 && qos <= 2, "qos", qos, "0, 1 or 2");
        String clientId = text("clientId", spec.getClientId());
        Boolean cleanStart = spec.getCleanStart();
        return new ActivationSettings(
                topicFilter,
                qos == null ? null : QoS.of(qos),
                clientId,
                cleanStart,
                (int) within("maxConcurrency", spec.getMaxConcurrency(), DEFAULT_CONCURRENCY, 1, MAXIMUM_CONCURRENCY),
                FailureProperties.policy(spec),
                order(spec),
                batch(spec),
                spec.getBatchSize() != null ? "batchSize" : spec.getBatchLinger() != null ? "batchLinger" : null,
                qosZero(spec),
                group(spec),
                runAs(spec));
    }

    private static @Nullable Order order(MqttActivationSpec spec) throws InvalidPropertyException {
        String value = text("order", spec.getOrder());
        try {
            return value == null ? null : Order.of(value);
        } catch (IllegalArgumentException e) {
            throw invalid("order", value, "none, topic, or the name of a level of the topic filters as {name}");
        }
    }

    private static BatchPolicy batch(MqttActivationSpec spec) throws InvalidPropertyException {
        return new BatchPolicy(
                (int) within("batchSize", spec.getBatchSize(), DEFAULT_BATCH, 1, LARGEST_BATCH),
                TimeUnit.MILLISECONDS.toNanos(
                        within("batchLinger", spec.getBatchLinger(), DEFAULT_LINGER_MILLIS, 0, LONGEST_LINGER_MILLIS)));
    }

    private static QosZeroBuffer.@Nullable Policy qosZero(MqttActivationSpec spec) throws InvalidPropertyException {
        int messages = (int) within("qos0Buffer", spec.getQos0Buffer(), 0, 1, LARGEST_BUFFER);
        String policy = text("qos0Policy", spec.getQos0Policy());
        check(
                policy == null || policy.equals("dropOldest") || policy.equals("dropNewest"),
                "qos0Policy",
                policy,
                "dropOldest or dropNewest");
        if (messages == 0 && policy != null) {
            throw problem("qos0Policy", " is for qos0Buffer, which says how many messages may wait");
        }
        return messages == 0 ? null : new QosZeroBuffer.Policy(messages, !"dropNewest".equals(policy));
    }

    /**
     * @throws InvalidPropertyException if a property has nothing to act on in the bean's methods
     */
    void refuseWithoutEffect(List<DeliveryMethod> methods) throws InvalidPropertyException {
        for (DeliveryMethod method : methods) {
            if (order != null && !order.appliesTo(method.pattern())) {
                throw problem(
                        "order",
                        " is '" + order + "', which is no level of the topic filter of " + method
                                + ": name it there, as in" + " 'plant/" + order + "/temperature'");
            }
        }
        boolean batches = methods.stream().anyMatch(DeliveryMethod::isBatch);
        if (qosZero != null && qosZero.dropOldest() && (order != null || batches)) {
            throw problem(
                    "qos0Policy",
                    " is dropNewest where there is an order or a method with a List: what waits there has its place");
        }
        if (batchSaid != null && !batches) {
            throw problem(batchSaid, " is for methods with a List, and the bean has none");
        }
    }

    private static @Nullable String group(MqttActivationSpec spec) throws InvalidPropertyException {
        String group = text("sharedSubscription", spec.getSharedSubscription());
        // [MQTT-4.8.2-1, MQTT-4.8.2-2]
        check(
                group == null || group.chars().noneMatch(c -> "/+#".indexOf(c) >= 0),
                "sharedSubscription",
                group,
                "the name of a group, without '/', '+' and '#'");
        return group;
    }

    private static @Nullable Caller runAs(MqttActivationSpec spec) throws InvalidPropertyException {
        String user = text("runAsUser", spec.getRunAsUser());
        String groups = text("runAsGroups", spec.getRunAsGroups());
        if (user == null) {
            check(groups == null, "runAsGroups", groups, "set only where runAsUser is");
            return null;
        }
        List<String> names = groups == null
                ? List.of()
                : Stream.of(groups.split(",", -1)).map(String::strip).toList();
        check(names.stream().noneMatch(String::isEmpty), "runAsGroups", groups, "names separated by commas");
        return new Caller(user.strip(), names);
    }

    /** What to subscribe to for a method: its topic filter, as the group's where there is one. */
    TopicFilter subscribed(DeliveryMethod method) {
        TopicFilter filter = method.pattern().filter();
        return sharedSubscription == null ? filter : TopicFilter.of("$share/" + sharedSubscription + "/" + filter);
    }

    /**
     * @throws InvalidPropertyException if a method's topic filter names a group where the activation does too
     */
    void refuseTwoGroups(List<DeliveryMethod> methods) throws InvalidPropertyException {
        for (DeliveryMethod method : methods) {
            TopicFilter filter = method.pattern().filter();
            if (sharedSubscription != null && filter.shareName() != null) {
                throw problem(
                        "sharedSubscription",
                        " is '" + sharedSubscription + "' while the topic filter '" + filter + "' of " + method
                                + " names a group itself; say it in one place only");
            }
        }
    }

    private static void checkFilter(String topicFilter) throws InvalidPropertyException {
        try {
            TopicPattern.of(topicFilter);
        } catch (IllegalArgumentException e) {
            // It quotes the filter itself.
            throw problem("topicFilter", ": " + e.getMessage());
        }
    }

    /** An empty text is what a server's console makes of a property that nobody set. */
    static @Nullable String text(String property, @Nullable String value) throws InvalidPropertyException {
        if (value == null || value.isEmpty()) {
            return null;
        }
        check(!value.isBlank(), property, value, "not blank");
        return value;
    }

    static long within(String property, @Nullable Number value, long absent, long lowest, long highest)
            throws InvalidPropertyException {
        if (value == null) {
            return absent;
        }
        check(value.longValue() >= lowest && value.longValue() <= highest, property, value, lowest + " to " + highest);
        return value.longValue();
    }

    static void check(boolean right, String property, @Nullable Object value, String what)
            throws InvalidPropertyException {
        if (!right) {
            throw invalid(property, value, what);
        }
    }

    private static InvalidPropertyException invalid(String property, @Nullable Object value, String what) {
        return problem(property, " is " + what + ", not " + quoted(value));
    }

    static InvalidPropertyException problem(String property, String what) {
        return ActivationProperties.problem(property, "activation property " + property + what);
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String ? "'" + value + "'" : String.valueOf(value);
    }
}
