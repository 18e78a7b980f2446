package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.MachineBean;
import dev.mqttra.it.app.Reading;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What methods with topic filters get and return, with the server's own JSON Binding, wherever the broker runs. */
@ExtendWith(ArquillianExtension.class)
abstract class MethodsPath {
    static final Class<?>[] CLASSES = {MachineBean.class, Reading.class};

    /** Where the answers of the tests go, each below it. */
    static final String ANSWERS = "responses/";

    private static final byte[] CORRELATION = {0, 1, -1};

    final App app = new App();
    final String id = UUID.randomUUID().toString();

    WireDevice device;

    /** Where devices reach the broker. */
    abstract int port();

    @BeforeEach
    void connect() {
        app.awaitAttribute(MachineBean.class, "State", "CONNECTED");
        device = WireDevice.connect(port(), MqttVersion.V5_0);
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    /** A request of this test, whose answer goes to {@link #ANSWERS}. */
    Message request(String text) {
        Properties properties = Properties.builder()
                .string(Property.RESPONSE_TOPIC, ANSWERS + id)
                .binary(Property.CORRELATION_DATA, CORRELATION)
                .build();
        return new Message(TopicName.of("recipe/" + id), text.getBytes(StandardCharsets.UTF_8), properties);
    }

    @Test
    void aRecordIsBoundByJsonBesideLevelsAndAProperty() {
        Properties source = Properties.builder().userProperty("source", "test").build();
        byte[] json = "{\"value\":21.5,\"unit\":\"CELSIUS\"}".getBytes(StandardCharsets.UTF_8);

        device.publish(new Message(TopicName.of("machine/" + id + "/FAHRENHEIT/7"), json, source), 1);

        app.awaitJournal("reading " + id + " 21.5 CELSIUS FAHRENHEIT 7 test");
    }

    @Test
    void aGenericTypeIsBoundByJson() {
        device.publish("generic/" + id, "{\"a\":[{\"value\":1}]}", 1);

        app.awaitJournal("generic " + id + " 1.0");
    }

    @Test
    void aListGetsItsMessages() {
        for (int i = 0; i < 5; i++) {
            device.publish("batch/" + id, "{\"value\":" + i + ",\"unit\":\"CELSIUS\"}", i % 3);
        }

        for (int i = 0; i < 5; i++) {
            app.awaitJournal("batch " + id + " " + i + ".0");
        }
    }

    @Test
    void aMessageThatMatchesTwoMethodsGoesOnceToTheMoreSpecific() {
        for (int qos = 0; qos <= 2; qos++) {
            device.publish("machine/" + id + "/CELSIUS/" + qos, "{\"value\":1}", qos);
        }
        device.publish("machine/" + id + "/end", "", 1);

        app.awaitJournal("rest " + id + "/end");
        for (int qos = 0; qos <= 2; qos++) {
            app.awaitJournal("reading " + id + " 1.0 null CELSIUS " + qos + " null");
        }
        assertThat(app.journal()).filteredOn(line -> line.contains(id)).hasSize(4);
    }

    @Test
    void aMessageShowsThePropertiesOf5() {
        Properties properties = Properties.builder()
                .string(Property.CONTENT_TYPE, "text/plain")
                .string(Property.RESPONSE_TOPIC, "elsewhere")
                .binary(Property.CORRELATION_DATA, CORRELATION)
                .number(Property.MESSAGE_EXPIRY_INTERVAL, 3_600)
                .userProperty("twice", "1")
                .userProperty("twice", "2")
                .build();

        device.publish(new Message(TopicName.of("all/" + id), new byte[0], properties), 1);

        await().atMost(Device.LIMIT).untilAsserted(() -> assertThat(app.journal())
                // A second may have passed on the way.
                .anyMatch(line -> line.matches(
                        "all " + id + " AT_LEAST_ONCE text/plain elsewhere 0001ff 3(600|599) \\[twice=1, twice=2\\]")));
    }

    @Test
    void whatAMethodReturnsGoesToTheResponseTopic() {
        device.subscribe(ANSWERS + id, 1);

        device.publish(request("four"), 1);

        Publish answer = device.awaitMessage(ANSWERS + id);
        assertThat(WireDevice.text(answer)).isEqualTo("{\"unit\":\"CELSIUS\",\"value\":4.0}");
        Properties properties = answer.message().properties();
        assertThat(properties.binary(Property.CORRELATION_DATA)).isEqualTo(CORRELATION);
        assertThat(properties.string(Property.CONTENT_TYPE)).isEqualTo("application/json");
    }

    /** What is published while the transaction is open comes before its answer. */
    @Test
    void theAnswerLeavesAfterTheCommit() {
        device.subscribe(ANSWERS + id, 1);

        device.publish(request("gate " + id), 1);
        app.awaitJournal("at " + id);
        device.publish(ANSWERS + id, "while it is open", 1);
        device.awaitMessage(ANSWERS + id);
        app.open(id);

        device.await(Publish.class, message -> WireDevice.text(message).startsWith("{"));
        assertThat(device.texts()).hasSize(2).startsWith("while it is open");
    }

    @Test
    void anAttemptThatFailsAnswersNothing() {
        device.subscribe(ANSWERS + id, 1);

        device.publish(request("fail 2"), 1);

        device.awaitMessage(ANSWERS + id);
        device.publish(ANSWERS + id, "the end", 1);
        device.await(Publish.class, message -> WireDevice.text(message).equals("the end"));
        assertThat(device.texts()).hasSize(2);
        assertThat(app.journal())
                .filteredOn(line -> line.equals("recipe " + id))
                .hasSize(3);
    }
}
