package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** Gets the messages of a device in their order, whichever of its methods they go to. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "order", propertyValue = "{device}"),
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "10")
        })
public class DeviceOrderBean implements MqttEndpoint {

    @TopicFilter("device-order/{run}/{device}/even")
    public void even(@TopicLevel("run") String run, @TopicLevel("device") String device, String text) {
        Laps.run(run + "/" + device, text);
    }

    @TopicFilter("device-order/{run}/{device}/odd/+")
    public void odd(@TopicLevel("run") String run, @TopicLevel("device") String device, String text) {
        Laps.run(run + "/" + device, text);
    }
}
