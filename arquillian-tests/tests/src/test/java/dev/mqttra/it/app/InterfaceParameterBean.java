package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import jakarta.ejb.MessageDriven;

/** Asks for a payload of a type that JSON Binding cannot make. */
@MessageDriven
public class InterfaceParameterBean implements MqttEndpoint {

    /** Says nothing about how it is made. */
    public interface Shape {}

    @TopicFilter("shape")
    public void shape(Shape shape) {}
}
