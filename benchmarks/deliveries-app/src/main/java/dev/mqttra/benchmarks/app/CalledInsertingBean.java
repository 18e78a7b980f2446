package dev.mqttra.benchmarks.app;

import dev.mqttra.benchmarks.caller.CallerListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Writes one row, in a transaction, called by the container with no MQTT. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "caseName", propertyValue = "inserting"))
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class CalledInsertingBean implements CallerListener {
    @EJB
    private Row row;

    @Override
    public void onMessage(byte[] payload) {
        row.insert(payload);
        Counter.CALLS.increment();
    }
}
