package dev.mqttra.benchmarks.app;

import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import jakarta.annotation.Resource;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;

/** Asks who calls, in a transaction, by MQTT, and fails where it is not the user that the descriptor says. */
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class PrincipalBean implements MqttListener {
    private static final String USER = "bench";

    @Resource
    private MessageDrivenContext context;

    @Override
    public void onMessage(MqttMessage message) {
        String caller = context.getCallerPrincipal().getName();
        if (!caller.equals(USER)) {
            throw new IllegalStateException("called by " + caller);
        }
        Counter.CALLS.increment();
    }
}
