package dev.mqttra.interop;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.IOException;

/** Our broker, in this VM and over TCP. */
final class OurBroker implements MqttServer {
    private Broker broker;

    OurBroker() throws IOException {
        broker = start();
    }

    private static Broker start() throws IOException {
        return Broker.start(BrokerConfig.builder().port(0).build());
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public void restart() throws IOException {
        broker.close();
        broker = start();
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void close() {
        broker.close();
    }
}
