package dev.mqttra.ra.inbound;

import dev.mqttra.client.MqttClient;
import dev.mqttra.ra.management.ActivationMXBean;
import java.util.concurrent.TimeUnit;

/** What JMX shows of an activation. */
record ActivationView(Dispatcher dispatcher, MqttClient client, BrokerAnswers answers) implements ActivationMXBean {
    @Override
    public String getBean() {
        return dispatcher.toString();
    }

    @Override
    public String getState() {
        return answers.state(client.state());
    }

    @Override
    public long getReceived() {
        return dispatcher.statistics().receivedCount();
    }

    @Override
    public long getDelivered() {
        return dispatcher.statistics().deliveredCount();
    }

    @Override
    public long getFailed() {
        return dispatcher.statistics().failedCount();
    }

    @Override
    public long getRedelivered() {
        return dispatcher.statistics().redeliveredCount();
    }

    @Override
    public int getWaiting() {
        return dispatcher.intake().waiting();
    }

    @Override
    public int getWaitingForRedelivery() {
        return dispatcher.failedDeliveries().waiting();
    }

    @Override
    public long getDeadLettered() {
        return dispatcher.statistics().deadLetteredCount();
    }

    @Override
    public long getParked() {
        return dispatcher.statistics().parkedCount();
    }

    @Override
    public long getDropped() {
        return dispatcher.statistics().droppedCount();
    }

    @Override
    public long getRefused() {
        return dispatcher.statistics().refusedCount();
    }

    @Override
    public long getQos0Dropped() {
        return dispatcher.intake().qosZeroDropped();
    }

    @Override
    public long getLagMillis() {
        return TimeUnit.NANOSECONDS.toMillis(dispatcher.intake().lag().nanos());
    }

    @Override
    public String getMode() {
        Dispatcher.Halt halt = dispatcher.halted();
        return halt == null ? "RUNNING" : halt.toString();
    }

    @Override
    public void pause() {
        dispatcher.pause();
    }

    @Override
    public void resume() {
        dispatcher.resume();
    }

    @Override
    public int redeliver() {
        return dispatcher.failedDeliveries().redeliver();
    }

    @Override
    public int getInFlight() {
        return dispatcher.statistics().inFlightNow();
    }
}
