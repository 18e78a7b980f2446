package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import jakarta.ejb.MessageDriven;

/** Two methods that a message could be for, neither of them rather than the other. */
@MessageDriven
public class AmbiguousBean implements MqttEndpoint {

    @TopicFilter("plant/{line}/+")
    public void line(String text) {}

    @TopicFilter("plant/+/{sensor}")
    public void sensor(String text) {}
}
