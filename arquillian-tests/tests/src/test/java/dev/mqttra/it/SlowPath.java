package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bean that takes its time while devices send as fast as they may, wherever the broker runs. */
@ExtendWith(ArquillianExtension.class)
abstract class SlowPath {
    static final int DEVICES = 5;

    /** What an activation's client has unacknowledged at most. */
    static final int WINDOW = 1_000;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    final App app = new App();

    /** Where devices reach the broker. */
    abstract int port();

    /** The bean that takes its time. */
    abstract Class<?> bean();

    static int qos(int device) {
        return 1 + device % 2;
    }

    /**
     * Returns when the network has taken everything, which is as fast as the broker reads.
     *
     * @param topics of all devices; the number of one goes behind that
     */
    static void publish(WireDevice device, int number, String topics, int messages) {
        for (int i = 0; i < messages; i++) {
            device.publish(topics + number, i + " of " + messages, qos(number));
        }
    }

    /** Until the broker has answered each message of a device; at QoS 2 to the end. */
    static void awaitAnswers(WireDevice device, int number, int messages) {
        await().atMost(LIMIT).until(() -> answers(device, number) == messages);
    }

    private static long answers(WireDevice device, int number) {
        return qos(number) == 1
                ? device.all(PubAck.class).count()
                : device.all(PubComp.class).count();
    }

    /**
     * Until the bean has had all messages of each device, and each once.
     *
     * @return how many waited for it at the moments at which this looked
     */
    List<Integer> awaitAll(String topics) {
        List<Integer> waiting = new ArrayList<>();
        List<String> all = IntStream.range(0, DEVICES)
                .mapToObj(i -> "all of " + topics + i)
                .toList();
        await().atMost(LIMIT).until(() -> {
            waiting.add(Integer.parseInt(app.attribute(bean(), "Waiting")));
            return app.journal().containsAll(all);
        });
        assertThat(app.journal()).noneMatch(line -> line.startsWith("twice "));
        return waiting;
    }

    /** Five at once: that are 2,500 messages in a second, or 250. */
    @ParameterizedTest
    @CsvSource({"2, 1000", "20, 300"})
    void aBeanThatTakesItsTimeGetsEverythingAndNoMoreThanTheWindowWaits(int millis, int messages) {
        String topics = "slow/" + millis + "/";
        app.awaitAttribute(bean(), "State", "CONNECTED");
        List<WireDevice> devices = new ArrayList<>();
        try {
            List<CompletableFuture<Void>> publishing = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                int number = i;
                WireDevice device = WireDevice.connect(port(), MqttVersion.V3_1_1);
                devices.add(device);
                publishing.add(CompletableFuture.runAsync(() -> publish(device, number, topics, messages)));
            }

            assertThat(awaitAll(topics))
                    .as("what waited, by and by")
                    .allMatch(waiting -> waiting <= WINDOW)
                    .anyMatch(waiting -> waiting > WINDOW / 2);

            publishing.forEach(CompletableFuture::join);
            for (int i = 0; i < DEVICES; i++) {
                awaitAnswers(devices.get(i), i, messages);
            }
            app.awaitAttribute(bean(), "LagMillis", "0");
            assertThat(app.attribute(bean(), "Failed")).isEqualTo("0");
        } finally {
            devices.forEach(WireDevice::close);
        }
    }
}
