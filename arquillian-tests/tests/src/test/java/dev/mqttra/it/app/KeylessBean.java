package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Wants an order by a level that its filter does not name. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "order", propertyValue = "{device}"))
public class KeylessBean implements MqttEndpoint {

    @TopicFilter("plant/{line}/temperature")
    public void temperature(@TopicLevel("line") String line, String text) {}
}
