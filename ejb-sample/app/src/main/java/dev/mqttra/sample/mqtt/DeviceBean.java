package dev.mqttra.sample.mqtt;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.sample.plant.Answer;
import dev.mqttra.sample.plant.Device;
import dev.mqttra.sample.plant.Plant;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbException;
import java.lang.System.Logger.Level;
import java.time.Instant;

/** What else the devices say: that they are there or gone, and what they make of a set-point. */
@MessageDriven
public class DeviceBean implements MqttEndpoint {
    private static final System.Logger LOG = System.getLogger(DeviceBean.class.getName());

    @Inject
    private Plant plant;

    @Inject
    private Event<Device> changed;

    @Inject
    private Event<Answer> answered;

    @TopicFilter(value = "plant/{line}/{device}/status", qos = QoS.AT_LEAST_ONCE)
    public void status(@TopicLevel("line") String line, @TopicLevel("device") String name, String status) {
        Topics.requireName("line", line);
        Topics.requireName("device", name);
        Device device = new Device(name, line, status.equals("online"), Instant.now());
        plant.store(device);
        changed.fire(device);
    }

    @TopicFilter(value = "plant/{line}/setpoint/ack", qos = QoS.AT_LEAST_ONCE)
    public void answer(@TopicLevel("line") String line, MqttMessage message) {
        Answer answer;
        try {
            answer = message.json(SetPointAnswer.class).on(line, Instant.now());
        } catch (JsonbException | IllegalArgumentException e) {
            LOG.log(Level.WARNING, "Not an answer: {0}: {1}", message.topic(), e.getMessage());
            return;
        }
        plant.store(answer);
        answered.fire(answer);
    }
}
