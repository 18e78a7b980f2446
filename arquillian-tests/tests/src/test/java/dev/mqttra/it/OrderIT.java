package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.it.app.DeviceOrderBean;
import dev.mqttra.it.app.Laps;
import dev.mqttra.it.app.TopicOrderBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.servers.ServerPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of one key come one after the other, those of different keys side by side. */
@ExtendWith(ArquillianExtension.class)
class OrderIT {
    private static final int PORT = ServerPorts.freePort();
    private static final int KEYS = 8;
    private static final int LAPS = 40;

    private final App app = new App();
    private final String id = UUID.randomUUID().toString();
    private WireDevice device;

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Map.of("hostedPort", Integer.toString(PORT)), TopicOrderBean.class, DeviceOrderBean.class, Laps.class);
    }

    @BeforeEach
    void connect() {
        device = WireDevice.connect(PORT, MqttVersion.V5_0);
    }

    @AfterEach
    void disconnect() {
        device.close();
    }

    @Test
    void theMessagesOfATopicKeepTheirOrderAlsoWhereSomeFail() {
        inOrder("topic-order/" + id + "/", lap -> "", key -> "topic-order/" + id + "/" + key);
    }

    @Test
    void theMessagesOfADeviceKeepTheirOrderAcrossMethods() {
        inOrder("device-order/" + id + "/", lap -> lap % 2 == 0 ? "/even" : "/odd/" + lap, key -> id + "/" + key);
    }

    /**
     * A message of one key waits at a gate. All others come to their end meanwhile, but those that follow it.
     *
     * @param behind what stands behind the key in the topic of a lap
     * @param named what the journal calls a key
     */
    private void inOrder(String before, IntFunction<String> behind, IntFunction<String> named) {
        List<Integer> published = new ArrayList<>();
        published.add(device.publish(before + 0 + behind.apply(0), "gate " + id, 1));
        for (int lap = 0; lap < LAPS; lap++) {
            for (int key = 0; key < KEYS; key++) {
                published.add(device.publish(before + key + behind.apply(lap), Integer.toString(lap), key % 2 + 1));
            }
        }
        for (int key = 1; key < KEYS; key++) {
            app.awaitJournal("lap " + named.apply(key) + " " + (LAPS - 1));
        }
        assertThat(app.journal()).noneMatch(line -> line.startsWith("lap " + named.apply(0) + " "));
        app.open(id);
        app.awaitJournal("lap " + named.apply(0) + " " + (LAPS - 1));

        List<String> journal = app.journal();
        List<String> laps = IntStream.range(0, LAPS).mapToObj(Integer::toString).toList();
        for (int key = 0; key < KEYS; key++) {
            String lap = "lap " + named.apply(key) + " ";
            assertThat(journal)
                    .filteredOn(line -> line.startsWith(lap) && !line.contains("gate"))
                    .extracting(line -> line.substring(lap.length()))
                    .containsExactlyElementsOf(laps);
            assertThat(journal).doesNotContain("two at once of " + named.apply(key));
        }
        published.forEach(device::awaitAnswer);
    }
}
