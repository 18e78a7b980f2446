package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.ChoosyBean;
import dev.mqttra.it.app.DeadLetterBean;
import dev.mqttra.it.app.Deeds;
import dev.mqttra.it.app.DroppingBean;
import dev.mqttra.it.app.ParkingBean;
import dev.mqttra.it.app.PatientBean;
import dev.mqttra.it.app.Reading;
import dev.mqttra.it.app.RetryBean;
import dev.mqttra.it.app.RolledBackException;
import dev.mqttra.it.app.StoppingBean;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of messages that a bean cannot deal with, wherever the broker runs. Every test has topics of its own, and
 * looks at the packets of one connection: what is before what on it was so in the broker.
 */
@ExtendWith(ArquillianExtension.class)
abstract class FailurePath {
    static final Class<?>[] BEANS = {
        ChoosyBean.class,
        DeadLetterBean.class,
        DroppingBean.class,
        ParkingBean.class,
        PatientBean.class,
        RetryBean.class,
        StoppingBean.class,
        Deeds.class,
        Reading.class,
        RolledBackException.class
    };

    final App app = new App();
    final String id = UUID.randomUUID().toString();
    WireDevice device;

    /** Where devices reach the broker. */
    abstract int port();

    @BeforeEach
    void connect() {
        device = WireDevice.connect(port(), MqttVersion.V5_0);
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    static Map<String, String> properties(Publish packet) {
        return packet.message().properties().userProperties().stream()
                .collect(Collectors.toMap(UserProperty::name, UserProperty::value));
    }

    Publish awaitDeadLetter(String topic) {
        return device.awaitMessage("dead/" + topic);
    }

    long came(String topic) {
        return app.journal().stream()
                .filter(line -> line.startsWith("came " + topic + " "))
                .count();
    }

    @Test
    void aDeadLetterSaysWhereItCameFromAndWhatHappened() {
        device.subscribe("dead/letter/" + id, 1);
        Instant before = Instant.now();
        Properties own = Properties.builder().userProperty("order", "7").build();

        device.publish(new Message(WireDevice.message("letter/" + id, "").topic(), "always".getBytes(), own), 1);

        Publish letter = awaitDeadLetter("letter/" + id);
        assertThat(WireDevice.text(letter)).isEqualTo("always");
        Map<String, String> said = properties(letter);
        assertThat(said)
                .containsEntry("order", "7")
                .containsEntry("mqttra-topic", "letter/" + id)
                .containsEntry("mqttra-bean", DeadLetterBean.class.getName())
                .containsEntry("mqttra-attempts", "3");
        assertThat(said.get("mqttra-reason")).contains("IllegalStateException", "as asked for by letter/" + id);
        Instant first = Instant.parse(said.get("mqttra-first-failure"));
        // Two waits of 20 ms lie between them.
        assertThat(Duration.between(first, Instant.parse(said.get("mqttra-last-failure"))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(first).isBetween(before, Instant.now());
        assertThat(came("letter/" + id)).isEqualTo(3);
    }

    @Test
    void afterANamedExceptionOfAListenerNothingIsRepeated() {
        device.subscribe("dead/letter/" + id, 1);

        device.publish("letter/" + id, "wrong", 1);

        Map<String, String> said = properties(awaitDeadLetter("letter/" + id));
        assertThat(said).containsEntry("mqttra-attempts", "1");
        assertThat(said.get("mqttra-reason")).contains("IllegalArgumentException");
    }

    /** Of what a bean throws whose listener interface has no methods Payara says only that it was an exception. */
    @ParameterizedTest
    @CsvSource({
        "checked, java.io.IOException: checked",
        "application, dev.mqttra.it.app.RolledBackException: application",
        "unchecked, java.lang.IllegalArgumentException: unchecked"
    })
    void afterANamedExceptionOfABeanWithoutAListenerMethodOnlyPayaraRepeats(String kind, String reason) {
        String topic = "choosy/" + kind + "/" + id;
        device.subscribe("dead/" + topic, 1);

        device.publish(topic, "x", 1);

        Map<String, String> said = properties(awaitDeadLetter(topic));
        int attempts = TestServer.isWildFly() ? 1 : 3;
        assertThat(said).containsEntry("mqttra-attempts", "" + attempts);
        assertThat(said.get("mqttra-reason")).startsWith(TestServer.isWildFly() ? reason : "masked by the server");
        assertThat(came(topic)).isEqualTo(attempts);
    }

    @Test
    void anExceptionThatDoesNotRollBackHasDeliveredTheMessage() {
        device.subscribe("dead/choosy/#", 1);
        String delivered = app.attribute(ChoosyBean.class, "Delivered");

        device.publish("choosy/committed/" + id, "x", 1);
        app.awaitAttribute(ChoosyBean.class, "Delivered", "" + (Long.parseLong(delivered) + 1));

        // What comes later is there, and nothing before it.
        device.publish("choosy/checked/" + id, "x", 1);
        awaitDeadLetter("choosy/checked/" + id);
        assertThat(device.all(Publish.class)).hasSize(1);
        assertThat(came("choosy/committed/" + id)).isEqualTo(1);
    }

    @Test
    void whatDoesNotFitTheMethodIsADeadLetterAtOnce() {
        device.subscribe("dead/choosy/json/" + id, 1);

        device.publish("choosy/json/" + id, "no JSON", 1);

        Map<String, String> said = properties(awaitDeadLetter("choosy/json/" + id));
        assertThat(said).containsEntry("mqttra-attempts", "1");
        assertThat(came("choosy/json/" + id)).isZero();
    }

    @Test
    void whatIsDroppedIsCountedAndLeavesNothing() {
        device.subscribe("dead/#", 1);
        long dropped = Long.parseLong(app.attribute(DroppingBean.class, "Dropped"));

        device.publish("drop/" + id, "always", 1);
        app.awaitAttribute(DroppingBean.class, "Dropped", "" + (dropped + 1));

        assertThat(came("drop/" + id)).isEqualTo(2);
        assertThat(app.attribute(DroppingBean.class, "LagMillis")).isEqualTo("0");
        assertThat(device.all(Publish.class)).isEmpty();
    }

    @Test
    void aBeanThatStopsGetsNothingUntilItIsToldToResume() {
        device.publish("stop/" + id, "until " + id, 1);
        app.awaitAttribute(StoppingBean.class, "Mode", "STOPPED");
        device.publish("stop/" + id, "next", 1);
        app.awaitAttribute(StoppingBean.class, "Waiting", "2");
        assertThat(app.journal()).doesNotContain("came stop/" + id + " next");
        app.open(id);

        app.invoke(StoppingBean.class, "resume");

        app.awaitJournal("done stop/" + id + " until " + id);
        app.awaitJournal("done stop/" + id + " next");
        assertThat(app.attribute(StoppingBean.class, "Mode")).isEqualTo("RUNNING");
        assertThat(came("stop/" + id)).isEqualTo(3);
        app.awaitAttribute(StoppingBean.class, "LagMillis", "0");
    }

    @Test
    void whatFailsForTooLongIsParkedAndThoseBehindItGoOn() {
        device.subscribe("retry/park/" + id, 1);

        device.publish("park/" + id, "always", 1);
        for (int i = 0; i < 3; i++) {
            device.publish("park/" + id, "next " + i, 1);
        }

        Publish parked = device.awaitMessage("retry/park/" + id);
        assertThat(properties(parked)).containsEntry("mqttra-bean", ParkingBean.class.getName());
        // Every 100 ms, until the next one would come after more than 350.
        assertThat(Integer.parseInt(properties(parked).get("mqttra-attempts"))).isBetween(2, 4);
        app.awaitJournal("retry park/" + id + " of park/" + id + " always");
        assertThat(app.journal())
                .filteredOn(line -> line.contains(id))
                .containsSubsequence("done park/" + id + " next 2", "retry park/" + id + " of park/" + id + " always");
        app.awaitAttribute(ParkingBean.class, "LagMillis", "0");
    }

    @Test
    void whatWaitsForItsNextAttemptIsTriedNowWhereSomebodyAsks() {
        device.publish("patient/" + id, "fail 1", 1);
        app.awaitAttribute(PatientBean.class, "WaitingForRedelivery", "1");

        assertThat(app.invoke(PatientBean.class, "redeliver")).isEqualTo("1");

        app.awaitJournal("done patient/" + id + " fail 1");
        assertThat(app.attribute(PatientBean.class, "WaitingForRedelivery")).isEqualTo("0");
    }

    @Test
    void aPausedBeanGetsItsMessagesWhenItIsResumed() {
        app.invoke(PatientBean.class, "pause");
        device.publish("patient/" + id, "paused", 1);
        app.awaitAttribute(PatientBean.class, "Waiting", "1");
        assertThat(app.attribute(PatientBean.class, "Mode")).isEqualTo("PAUSED");
        assertThat(came("patient/" + id)).isZero();

        app.invoke(PatientBean.class, "resume");

        app.awaitJournal("done patient/" + id + " paused");
    }
}
