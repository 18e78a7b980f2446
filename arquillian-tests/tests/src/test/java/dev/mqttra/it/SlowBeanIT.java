package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.FloodedBean;
import dev.mqttra.it.app.SlowBean;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.servers.ServerPorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Devices that send faster than a bean takes it are slowed down, and nothing else happens to them. */
@ExtendWith(ArquillianExtension.class)
class SlowBeanIT {
    private static final int PORT = ServerPorts.freePort();
    private static final int DEVICES = 5;

    /** More than the broker takes of a publisher before something is acknowledged: it stops reading from each of them. */
    private static final int MESSAGES = 1_400;

    /** What an activation's client has unacknowledged at most. */
    private static final int WINDOW = 1_000;

    private static final int KEEP_ALIVE_SECONDS = 1;
    private static final int SILENT = 2;

    private final App app = new App();

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(Map.of("hostedPort", Integer.toString(PORT)), SlowBean.class, FloodedBean.class);
    }

    /**
     * The bean is paused until the broker has read from nobody for longer than the keep-alive allows, which the will of a
     * device says that sends nothing. Then it takes two milliseconds for each message until it has had them all.
     */
    @Test
    void aSlowBeanGetsEverythingAndNoDeviceIsTakenForGone() throws Exception {
        app.invoke(SlowBean.class, "pause");
        ScheduledExecutorService pings = Executors.newScheduledThreadPool(DEVICES);
        List<WireDevice> devices = new ArrayList<>();
        try (WireDevice watcher = WireDevice.connect(PORT, MqttVersion.V3_1_1).subscribe("wills/#", 1)) {
            List<CompletableFuture<Void>> publishing = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                WireDevice device = WireDevice.connect(PORT, MqttVersion.V3_1_1, KEEP_ALIVE_SECONDS, "wills/" + i);
                devices.add(device);
                pings.scheduleWithFixedDelay(device::ping, 300, 300, TimeUnit.MILLISECONDS);
            }
            // The first one gets what it publishes itself.
            devices.get(0).subscribe("slow/0", 1);
            for (int i = 0; i < DEVICES; i++) {
                int number = i;
                publishing.add(CompletableFuture.runAsync(() -> publish(devices.get(number), number)));
            }
            publishing.forEach(CompletableFuture::join);
            app.awaitAttribute(SlowBean.class, "Waiting", "" + WINDOW);
            // Two, one after the other: what the broker has read last it may have read after the first one had come.
            for (int i = 1; i <= SILENT; i++) {
                try (WireDevice silent =
                        WireDevice.connect(PORT, MqttVersion.V3_1_1, KEEP_ALIVE_SECONDS, "wills/silent/" + i)) {
                    watcher.awaitMessage("wills/silent/" + i);
                    assertThat(silent.texts()).isEmpty();
                }
            }
            assertThat(app.attribute(SlowBean.class, "Waiting")).isEqualTo("" + WINDOW);

            app.invoke(SlowBean.class, "resume");
            List<Integer> waiting = new ArrayList<>();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                waiting.add(Integer.parseInt(app.attribute(SlowBean.class, "Waiting")));
                return app.journal().stream()
                                .filter(line -> line.startsWith("all of "))
                                .count()
                        == DEVICES;
            });

            assertThat(waiting).allMatch(messages -> messages <= WINDOW);
            for (int i = 0; i < DEVICES; i++) {
                awaitAnswers(devices.get(i), i);
            }
            await().atMost(Device.LIMIT)
                    .until(() -> devices.get(0).all(Publish.class).count() == MESSAGES);
            assertThat(watcher.all(Publish.class)).hasSize(SILENT);
            assertThat(devices).noneMatch(WireDevice::isEnded);
            assertThat(app.journal()).noneMatch(line -> line.startsWith("twice "));
            app.awaitAttribute(SlowBean.class, "LagMillis", "0");
        } finally {
            pings.shutdownNow();
            devices.forEach(WireDevice::close);
        }
    }

    private static int qos(int device) {
        return 1 + device % 2;
    }

    private static void publish(WireDevice device, int number) {
        for (int i = 0; i < MESSAGES; i++) {
            device.publish("slow/" + number, i + " of " + MESSAGES, qos(number));
        }
    }

    private static void awaitAnswers(WireDevice device, int number) {
        await().atMost(Device.LIMIT).until(() -> answers(device, number) == MESSAGES);
    }

    private static long answers(WireDevice device, int number) {
        return qos(number) == 1
                ? device.all(PubAck.class).count()
                : device.all(PubComp.class).count();
    }

    @Test
    void ofMessagesOfQos0TheLatestWaitAndTheOthersAreCounted() {
        app.invoke(FloodedBean.class, "pause");
        try (WireDevice device = WireDevice.connect(PORT, MqttVersion.V3_1_1)) {
            IntStream.range(0, 1_000).forEach(i -> device.publish("flood/0", "" + i, 0));
            app.awaitAttribute(FloodedBean.class, "Received", "1000");

            assertThat(app.attribute(FloodedBean.class, "Waiting")).isEqualTo("100");
            assertThat(app.attribute(FloodedBean.class, "Qos0Dropped")).isEqualTo("900");

            app.invoke(FloodedBean.class, "resume");
            app.awaitJournal("flood flood/0 999");
            app.awaitAttribute(FloodedBean.class, "Waiting", "0");
            assertThat(app.journal())
                    .filteredOn(line -> line.startsWith("flood "))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(900, 1_000)
                            .mapToObj(i -> "flood flood/0 " + i)
                            .toList());
        }
    }
}
