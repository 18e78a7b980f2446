package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.it.app.FloodedBean;
import dev.mqttra.it.app.SlowBean;
import dev.mqttra.it.app.SlowWork;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.servers.ServerPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;

/** Devices that send faster than a bean takes it are slowed down, and nothing else happens to them. */
class SlowBeanIT extends SlowPath {
    private static final int PORT = ServerPorts.freePort();
    private static final String PAUSED = "slow/2/paused/";

    /** More than the broker takes of a publisher before something is acknowledged: it stops reading from each of them. */
    private static final int MESSAGES = 1_400;

    private static final int KEEP_ALIVE_SECONDS = 1;
    private static final int SILENT = 2;

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        return Archives.ear(
                Map.of("hostedPort", Integer.toString(PORT)), SlowBean.class, SlowWork.class, FloodedBean.class);
    }

    @Override
    int port() {
        return PORT;
    }

    @Override
    Class<?> bean() {
        return SlowBean.class;
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
            devices.get(0).subscribe(PAUSED + 0, 1);
            for (int i = 0; i < DEVICES; i++) {
                int number = i;
                publishing.add(
                        CompletableFuture.runAsync(() -> publish(devices.get(number), number, PAUSED, MESSAGES)));
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
            assertThat(awaitAll(PAUSED)).allMatch(messages -> messages <= WINDOW);
            for (int i = 0; i < DEVICES; i++) {
                awaitAnswers(devices.get(i), i, MESSAGES);
            }
            await().atMost(Device.LIMIT)
                    .until(() -> devices.get(0).all(Publish.class).count() == MESSAGES);
            assertThat(watcher.all(Publish.class)).hasSize(SILENT);
            assertThat(devices).noneMatch(WireDevice::isEnded);
            app.awaitAttribute(SlowBean.class, "LagMillis", "0");
        } finally {
            pings.shutdownNow();
            devices.forEach(WireDevice::close);
        }
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
            app.awaitAttribute(FloodedBean.class, "Delivered", "100");
            assertThat(app.journal())
                    .filteredOn(line -> line.startsWith("flood "))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(900, 1_000)
                            .mapToObj(i -> "flood flood/0 " + i)
                            .toList());
        }
    }
}
