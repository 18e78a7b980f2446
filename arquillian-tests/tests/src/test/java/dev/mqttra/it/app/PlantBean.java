package dev.mqttra.it.app;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;

/** A bean whose methods have topic filters: each answers under {@code heard/} what its parameters were bound to. */
@MessageDriven
public class PlantBean implements MqttEndpoint {

    @Inject
    private MqttConnectionFactory mqtt;

    @TopicFilter("plant/{line}/temperature")
    public void temperature(@TopicLevel("line") String line, String text) {
        heard("temperature", line + " " + text);
    }

    @TopicFilter(value = "plant/{line}/raw/{rest...}", qos = QoS.EXACTLY_ONCE)
    public void raw(byte[] payload, @TopicLevel("rest") String rest, @TopicLevel("line") int line) {
        heard("raw", line + " " + rest + " " + payload.length);
    }

    @TopicFilter("plant/+/message")
    public void message(MqttMessage message) {
        heard("message", message.topic() + " " + message.text());
    }

    private void heard(String method, String what) {
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(MqttMessage.to("heard/" + method).text(what).build());
        }
    }
}
