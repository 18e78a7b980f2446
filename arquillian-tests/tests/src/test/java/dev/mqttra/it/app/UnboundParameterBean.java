package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import jakarta.ejb.MessageDriven;

/** Asks for a topic level that its filter does not name. */
@MessageDriven
public class UnboundParameterBean implements MqttEndpoint {

    @TopicFilter("plant/{line}/temperature")
    public void temperature(@TopicLevel("machine") String machine, String text) {}
}
