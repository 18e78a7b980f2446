package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mqttra.api.MqttListener;
import dev.mqttra.ra.fake.FakeEndpointFactory;
import dev.mqttra.ra.fake.FakeServer;
import dev.mqttra.ra.fake.LogLines;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The names of exceptions that are not repeated, where they are wrong. */
class NoRetryTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    private void activate(String noRetry) throws ResourceException {
        MqttActivationSpec spec = new MqttActivationSpec();
        spec.setTopicFilter("t");
        spec.setOnExhausted("drop");
        spec.setNoRetry(noRetry);
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log);
                FakeServer server = new FakeServer().start()) {
            FakeEndpointFactory factory = new FakeEndpointFactory(
                    new Engine.Bean(message -> {}), MqttListener.class, server.transactions, true);
            server.adapter.endpointActivation(factory, spec);
            server.adapter.endpointDeactivation(factory, spec);
        }
    }

    @Test
    void aClassThatTheApplicationDoesNotSeeIsToldByName() throws Exception {
        activate("java.lang.IllegalStateExeption,java.io.IOException");

        assertThat(log)
                .filteredOn(line -> line.startsWith("MQTTRA-215"))
                .singleElement()
                .asString()
                .contains(Engine.Bean.class.getName(), "noRetry", "'java.lang.IllegalStateExeption'");
    }

    @Test
    void aClassThatIsNoExceptionFailsTheDeployment() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> activate("java.lang.String"))
                .withMessageContaining(Engine.Bean.class.getName())
                .withMessageContaining("noRetry 'java.lang.String' is no exception class");
    }
}
