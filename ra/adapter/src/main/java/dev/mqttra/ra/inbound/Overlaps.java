package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.topic.TopicName;
import dev.mqttra.ra.config.ConnectionSettings;
import jakarta.resource.NotSupportedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one bean whose topic filters overlap: a message that matches several goes to the one whose filter is
 * the most specific, see {@link TopicPattern#bySpecificity}. Immutable.
 */
final class Overlaps {
    private final List<DeliveryMethod> mostSpecificFirst;

    private Overlaps(List<DeliveryMethod> mostSpecificFirst) {
        this.mostSpecificFirst = mostSpecificFirst;
    }

    /** Null where no two overlap: then the subscription alone says which method a message is for. */
    static @Nullable Overlaps of(List<DeliveryMethod> methods) {
        for (DeliveryMethod one : methods) {
            for (DeliveryMethod other : methods) {
                if (one != other && one.pattern().overlaps(other.pattern())) {
                    return new Overlaps(methods.stream()
                            .sorted((a, b) -> TopicPattern.bySpecificity(a.pattern(), b.pattern()))
                            .toList());
                }
            }
        }
        return null;
    }

    /**
     * A broker of 3.x may send a message once for each subscription that it matches, and cannot say which one a copy is for.
     *
     * @throws NotSupportedException if the activation can only reach such a broker
     */
    void refuseOldVersions(Class<?> beanClass, ConnectionSettings connection) throws NotSupportedException {
        MqttVersion version = connection.version();
        if (!connection.hosted() && version != null && version != MqttVersion.V5_0) {
            throw new NotSupportedException(
                    "bean " + beanClass.getName() + ": topic filters of its methods overlap, which"
                            + " needs MQTT 5.0: let mqttVersion be 5.0 or automatic, make two beans of them, or take filters"
                            + " that exclude each other");
        }
    }

    /** All methods of the bean. */
    List<DeliveryMethod> methods() {
        return mostSpecificFirst;
    }

    /** The method for a topic, null where none matches. */
    @Nullable
    DeliveryMethod best(TopicName topic) {
        for (DeliveryMethod method : mostSpecificFirst) {
            if (method.pattern().filter().matches(topic)) {
                return method;
            }
        }
        return null;
    }
}
