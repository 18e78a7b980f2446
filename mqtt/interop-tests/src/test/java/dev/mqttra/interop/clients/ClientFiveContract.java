package dev.mqttra.interop.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.interop.Feature;
import dev.mqttra.interop.Shows;
import dev.mqttra.interop.clients.ForeignClient.Copy;
import dev.mqttra.interop.clients.ForeignClient.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** And what only 5.0 has. */
abstract class ClientFiveContract extends ClientContract {

    @Override
    int notAuthorized() {
        return 0x87;
    }

    @Override
    int subscriptionRefused() {
        return 0x87;
    }

    @Test
    @Shows(Feature.PROPERTIES)
    void propertiesArriveAsTheyWereSent() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        subscriber.subscribe(topic, 2, 0);
        Copy sent = new Copy(topic, "text", 2)
                .with(Map.of(
                        "contentType", "text/plain",
                        "responseTopic", topic + "/answer",
                        "correlation", "c-1",
                        "user:a", "1",
                        "user:b", "2"));
        join(client("pub").publish(sent));
        assertThat(next(subscriber)).isEqualTo(sent);
    }

    @Test
    @Shows(Feature.EXPIRY)
    void theExpiryIntervalIsCarried() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        subscriber.subscribe(topic, 1, 0);
        join(client("pub").publish(new Copy(topic, "text", 1).with(Map.of("expiry", "1000"))));
        assertThat(Integer.valueOf(next(subscriber).properties().get("expiry"))).isBetween(970, 1_000);
    }

    @Test
    @Shows(Feature.IDENTIFIERS)
    void overlappingSubscriptionsGiveAllTheirIdentifiers() throws Exception {
        String topic = topic();
        ForeignClient subscriber = client("sub");
        subscriber.subscribe(topic + "/#", 1, 7);
        subscriber.subscribe(topic + "/a", 1, 9);
        ForeignClient publisher = client("pub");
        publish(publisher, topic + "/a", "both", 1);
        publish(publisher, topic + "/b", "one", 1);
        assertThat(next(subscriber).properties()).isEqualTo(Map.of("ids", "7,9"));
        assertThat(next(subscriber).properties()).isEqualTo(Map.of("ids", "7"));
    }

    @Test
    @Shows(Feature.REASONS)
    void reasonCodesArrive() throws Exception {
        Settings settings = settings("twin");
        ForeignClient first = client(settings);
        assertThat(join(first.publish(new Copy(topic(), "x", 1))))
                .as("no matching subscribers")
                .isEqualTo(0x10);
        assertThat(join(first.publish(new Copy(topic(), "x", 2)))).isEqualTo(0x10);
        client(settings);
        assertThat(join(first.goodbye())).as("session taken over").isEqualTo(0x8E);
    }
}
