package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;

/** Methods with topic filters that fail in each of the ways there are, all of them named in {@code noRetry}. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"),
            @ActivationConfigProperty(propertyName = "maxRedeliveries", propertyValue = "2"),
            @ActivationConfigProperty(propertyName = "onExhausted", propertyValue = "deadLetter"),
            @ActivationConfigProperty(propertyName = "deadLetterTopic", propertyValue = "dead/{topic}"),
            @ActivationConfigProperty(
                    propertyName = "noRetry",
                    propertyValue = "java.io.IOException, java.lang.IllegalArgumentException,"
                            + " dev.mqttra.it.app.RolledBackException")
        })
public class ChoosyBean implements MqttEndpoint {

    @TopicFilter("choosy/checked/+")
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void checked(MqttMessage message) throws IOException {
        came(message);
        throw new IOException("checked");
    }

    /** By the rules of enterprise beans this does not roll back. */
    @TopicFilter("choosy/committed/+")
    public void committed(MqttMessage message) throws IOException {
        came(message);
        throw new IOException("committed");
    }

    @TopicFilter("choosy/application/+")
    public void application(MqttMessage message) throws RolledBackException {
        came(message);
        throw new RolledBackException("application");
    }

    @TopicFilter("choosy/unchecked/+")
    public void unchecked(MqttMessage message) {
        came(message);
        throw new IllegalArgumentException("unchecked");
    }

    @TopicFilter("choosy/json/+")
    public void json(Reading reading, MqttMessage message) {
        came(message);
    }

    private static void came(MqttMessage message) {
        Journal.add("came " + message.topic() + " " + message.text());
    }
}
