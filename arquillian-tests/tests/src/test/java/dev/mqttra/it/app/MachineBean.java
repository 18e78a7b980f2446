package dev.mqttra.it.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.api.UserProperty;
import jakarta.ejb.MessageDriven;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a method may take beside the payload, and what it may return; the journal says what it got. */
@MessageDriven
public class MachineBean implements MqttEndpoint {

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

    @TopicFilter("recipe/{id}")
    public Reading recipe(@TopicLevel("id") String id, MqttMessage request) {
        Journal.add("recipe " + id);
        return new Reading(request.payload().length, Reading.Unit.CELSIUS);
    }

    /** Where the answers go. */
    @TopicFilter("answers/{id}")
    public void answer(@TopicLevel("id") String id, Reading reading, MqttMessage answer) {
        String data = new String(answer.correlationData().orElseThrow(), StandardCharsets.UTF_8);
        Journal.add("answer " + id + " " + reading.value() + " " + reading.unit() + " " + data + " "
                + answer.contentType().orElseThrow());
    }
}
