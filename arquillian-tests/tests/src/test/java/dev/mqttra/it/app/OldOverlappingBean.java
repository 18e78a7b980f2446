package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Filters that overlap, for a broker of a version that cannot say which of them a message is for. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "mqttVersion", propertyValue = "3.1.1"))
public class OldOverlappingBean implements MqttEndpoint {

    @TopicFilter("plant/{line}/temperature")
    public void temperature(String text) {}

    @TopicFilter("plant/{rest...}")
    public void rest(String text) {}
}
