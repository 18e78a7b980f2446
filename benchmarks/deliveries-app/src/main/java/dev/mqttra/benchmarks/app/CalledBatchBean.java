package dev.mqttra.benchmarks.app;

import dev.mqttra.benchmarks.caller.CallerListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Collections;

/** Writes a hundred rows in one transaction, called by the container with no MQTT; counted as a hundred calls. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "caseName", propertyValue = "batch"))
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class CalledBatchBean implements CallerListener {
    private static final int BATCH = 100;

    @EJB
    private Row row;

    @Override
    public void onMessage(byte[] payload) {
        row.insert(Collections.nCopies(BATCH, payload));
        Counter.CALLS.add(BATCH);
    }
}
