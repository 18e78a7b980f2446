package dev.mqttra.broker.core;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.Will;
import java.util.concurrent.TimeUnit;

/**
 * The will of one CONNECT, part of its session [MQTT-3.1.2-7] until it is published or deleted. Its connection's end
 * publishes it, at once or when its delay is over; the session's end publishes what still waits [MQTT-3.1.2-8].
 */
final class LastWill implements Due {
    private final BrokerCore core;
    private final BrokerSession session;
    private final Publisher publisher;
    private final Will will;

    /** In seconds; always 0 in 3.x. */
    private final long delay;

    private boolean over;

    LastWill(BrokerCore core, BrokerSession session, Publisher publisher, Will will) {
        this.core = core;
        this.session = session;
        this.publisher = publisher;
        Message message = will.message();
        Properties properties = message.properties();
        delay = properties.number(Property.WILL_DELAY_INTERVAL, 0);
        // The delay is for the broker alone: it is no property of a PUBLISH.
        this.will = delay == 0 && !properties.has(Property.WILL_DELAY_INTERVAL)
                ? will
                : new Will(
                        new Message(
                                message.topic(),
                                message.payload(),
                                properties.toBuilder()
                                        .remove(Property.WILL_DELAY_INTERVAL)
                                        .build()),
                        will.qos(),
                        will.retain());
    }

    /** Its connection has ended otherwise than by a DISCONNECT that deletes it. */
    void connectionLost(long now) {
        if (delay == 0) {
            publish(now);
        } else if (!over) {
            core.deadlines.set(this, now + TimeUnit.SECONDS.toNanos(delay));
        }
    }

    @Override
    public void onDue(long now) {
        publish(now);
    }

    /** Publishes it, unless it was published or deleted before. */
    void publish(long now) {
        if (!over) {
            delete();
            core.publications.publishWill(will, publisher, session.local, now);
        }
    }

    /** It is never published: its client said goodbye [MQTT-3.14.4-3], or is back in time [MQTT-3.1.3-9]. */
    void delete() {
        over = true;
        core.deadlines.cancel(this);
    }
}
