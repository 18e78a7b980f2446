package dev.mqttra.sample.mqtt;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.sample.plant.Plant;
import dev.mqttra.sample.plant.Reading;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.bind.JsonbException;
import java.lang.System.Logger.Level;

/**
 * Stores what the devices measure. The device gets its PUBACK when the transaction of {@link #onMessage} has committed:
 * what it need not send again is in the database.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "topicFilter", propertyValue = "plant/+/temperature"),
            @ActivationConfigProperty(propertyName = "qos", propertyValue = "1")
        })
public class TemperatureBean implements MqttListener {
    private static final System.Logger LOG = System.getLogger(TemperatureBean.class.getName());

    @Inject
    private Plant plant;

    @Inject
    private Event<Reading> stored;

    @Inject
    private Faults faults;

    @Override
    public void onMessage(MqttMessage message) {
        Reading reading;
        try {
            reading = message.json(Measurement.class).on(Topics.line(message.topic()));
        } catch (JsonbException | IllegalArgumentException e) {
            // It would be no better the next time: an exception from here would only bring it again.
            LOG.log(Level.WARNING, "Not a measurement: {0}: {1}", message.topic(), e.getMessage());
            return;
        }
        plant.store(reading);
        stored.fire(reading);
        faults.perhapsFail();
    }
}
