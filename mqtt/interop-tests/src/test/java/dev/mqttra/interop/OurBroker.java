package dev.mqttra.interop;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.IOException;

/** Our broker, in this VM and over TCP. */
final class OurBroker implements MqttServer {
    private Broker broker;

    OurBroker() throws IOException {
        start();
    }

    @Override
    public void start() throws IOException {
        broker = Broker.start(BrokerConfig.builder().port(0).build());
    }

    @Override
    public int port() {
        return broker.port();
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
