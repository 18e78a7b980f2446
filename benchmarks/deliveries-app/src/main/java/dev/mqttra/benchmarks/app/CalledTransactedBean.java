package dev.mqttra.benchmarks.app;

import dev.mqttra.benchmarks.caller.CallerListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Does nothing, in a transaction, called by the container with no MQTT. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "caseName", propertyValue = "transacted"))
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class CalledTransactedBean implements CallerListener {

    @Override
    public void onMessage(byte[] payload) {
        Counter.CALLS.increment();
    }
}
