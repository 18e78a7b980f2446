package dev.mqttra.sample.mqtt;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttConnectionFactory;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.sample.plant.Plant;
import dev.mqttra.sample.plant.SetPoint;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;

/** Tells a line which temperature to keep. */
@Stateless
public class SetPoints {

    @Inject
    private MqttConnectionFactory mqtt;

    @Inject
    private Plant plant;

    @Inject
    private Event<SetPoint> asked;

    /**
     * Stores a set-point and sends it, both or neither: the message leaves when the transaction has committed. It is
     * retained, so a device that connects later gets it too.
     */
    public void ask(String line, double celsius) {
        SetPoint setPoint = new SetPoint(line, celsius, Instant.now());
        plant.store(setPoint);
        try (MqttConnection connection = mqtt.getConnection()) {
            connection.publish(MqttMessage.to(Topics.setPoint(line))
                    .json(Map.of("celsius", celsius))
                    .retained()
                    .build());
        }
        asked.fire(setPoint);
    }
}
