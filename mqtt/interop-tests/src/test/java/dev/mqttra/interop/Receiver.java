package dev.mqttra.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.client.Delivery;
import dev.mqttra.client.MessageHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what arrives, and acknowledges it at once unless told otherwise. */
final class Receiver implements MessageHandler {
    private final List<Delivery> deliveries = new ArrayList<>();
    volatile boolean acknowledging = true;

    @Override
    public void onMessage(Delivery delivery) {
        synchronized (this) {
            deliveries.add(delivery);
        }
        if (acknowledging) {
            delivery.acknowledge();
        }
    }

    /** So far. */
    synchronized List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    synchronized void clear() {
        deliveries.clear();
    }

    List<String> texts() {
        return deliveries().stream().map(Receiver::text).toList();
    }

    void acknowledgeAll() {
        acknowledging = true;
        deliveries().forEach(Delivery::acknowledge);
    }

    void await(int count) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(texts()).hasSizeGreaterThanOrEqualTo(count));
    }

    static String text(Delivery delivery) {
        return new String(delivery.message().payload(), StandardCharsets.UTF_8);
    }
}
