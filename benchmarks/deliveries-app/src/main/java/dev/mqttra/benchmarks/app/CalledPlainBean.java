package dev.mqttra.benchmarks.app;

import dev.mqttra.benchmarks.caller.CallerListener;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Does nothing, without a transaction, called by the container with no MQTT. */
@MessageDriven(activationConfig = @ActivationConfigProperty(propertyName = "caseName", propertyValue = "plain"))
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CalledPlainBean implements CallerListener {

    @Override
    public void onMessage(byte[] payload) {
        Counter.CALLS.increment();
    }
}
