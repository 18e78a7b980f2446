package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.QoS;
import dev.mqttra.api.TopicFilter;
import jakarta.ejb.EJB;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.List;

/** Writes up to a hundred rows in one transaction, by MQTT. The descriptor says the rest. */
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class BatchBean implements MqttEndpoint {
    @EJB
    private Row row;

    @TopicFilter(value = "bench/batch", qos = QoS.EXACTLY_ONCE)
    public void onMessages(List<byte[]> payloads) {
        row.insert(payloads);
        Counter.CALLS.add(payloads.size());
    }
}
