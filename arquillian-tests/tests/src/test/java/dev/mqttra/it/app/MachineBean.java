package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.api.UserProperty;
import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** What a method may take beside the payload, and what it may return; the journal says what it got. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "redeliveryDelay", propertyValue = "20"))
public class MachineBean implements MqttEndpoint {

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @TopicFilter("machine/{id}/{unit}/{number}")
    public void reading(
            Reading reading,
            @TopicLevel("id") String id,
            @TopicLevel("unit") Reading.Unit unit,
            @TopicLevel("number") long number,
            @UserProperty("source") String source) {
        Journal.add("reading " + id + " " + reading.value() + " " + reading.unit() + " " + unit + " " + number + " "
                + source);
    }

    @TopicFilter("batch/{id}")
    public void batch(@TopicLevel("id") String id, List<Reading> readings) {
        readings.forEach(reading -> Journal.add("batch " + id + " " + reading.value()));
    }

    @TopicFilter("generic/{id}")
    public void generic(@TopicLevel("id") String id, Map<String, List<Reading>> readings) {
        Journal.add("generic " + id + " " + readings.get("a").get(0).value());
    }

    /** Less specific than the others. */
    @TopicFilter("machine/{rest...}")
    public void rest(@TopicLevel("rest") String rest) {
        Journal.add("rest " + rest);
    }

    @TopicFilter("all/{id}")
    public void all(@TopicLevel("id") String id, MqttMessage message) {
        String data = HexFormat.of().formatHex(message.correlationData().orElseThrow());
        Journal.add(
                "all " + id + " " + message.qos() + " " + message.contentType().orElseThrow() + " "
                        + message.responseTopic().orElseThrow() + " " + data + " "
                        + message.expiry().orElseThrow().toSeconds() + " " + message.userProperties());
    }

    /** Answers how long the text is; {@code gate NAME} waits inside the commit, {@code fail N} fails N times. */
    @TopicFilter("recipe/{id}")
    public Reading recipe(@TopicLevel("id") String id, String text) {
        Journal.add("recipe " + id);
        String[] words = text.split(" ");
        if (words[0].equals("gate")) {
            Journal.passInCommit(words[1], transaction);
        } else if (words[0].equals("fail") && Journal.count("recipe " + id) <= Integer.parseInt(words[1])) {
            throw new IllegalStateException("as asked for by " + id);
        }
        return new Reading(text.length(), Reading.Unit.CELSIUS);
    }
}
