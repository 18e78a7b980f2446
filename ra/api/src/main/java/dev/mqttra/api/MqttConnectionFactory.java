package dev.mqttra.api;

import jakarta.resource.Referenceable;
import java.io.Serializable;

/** Where an application gets its {@link MqttConnection} from. Injected or looked up. Thread-safe. */
public interface MqttConnectionFactory extends Serializable, Referenceable {

    /**
     * A connection for publishing. Cheap: it is a handle on a network connection that all handles of one configuration
     * share, and does not wait for that to be up. Close it.
     *
     * @throws MqttException if the server has no connection to give, retryable where that may change
     */
    MqttConnection getConnection();
}
