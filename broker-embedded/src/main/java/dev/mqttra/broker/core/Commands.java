package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.Publisher;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.packet.Subscription;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.packet.Unsubscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an accepted client may say, and what the broker does then. */
final class Commands {
    final BrokerSession session;
    private final BrokerCore core;
    private final Connection connection;
    private final Publisher publisher;
    private final MqttVersion version;
    private final Authentication authentication;
    private final Statistics statistics;
    private final boolean trusted;
    private boolean publishRefused;
    private boolean subscribeRefused;

    Commands(BrokerCore core, Connection connection, BrokerSession session, Publisher publisher, Handshake accepted) {
        this.core = core;
        this.connection = connection;
        this.session = session;
        this.publisher = publisher;
        version = accepted.connect.version();
        authentication = accepted.authentication;
        statistics = core.statistics;
        trusted = session.local;
    }

    /** The frequent ones first. */
    void execute(Packet packet, long now) throws ProtocolViolation {
        if (packet instanceof Publish publish) {
            onPublish(publish);
        } else if (packet instanceof PubAck ack) {
            session.outbound.onPubAck(ack.packetId(), ack.reason());
        } else if (packet instanceof PubRec received) {
            session.outbound.onPubRec(received.packetId(), received.reason());
        } else if (packet instanceof PubRel release) {
            session.inbound.onPubRel(release.packetId());
        } else if (packet instanceof PubComp complete) {
            session.outbound.onPubComp(complete.packetId());
        } else {
            executeOther(packet, now);
        }
    }

    private void executeOther(Packet packet, long now) throws ProtocolViolation {
        switch (packet.type()) {
            case PINGREQ -> {
                connection.link.send(PingResp.INSTANCE);
                connection.touch();
            }
            case SUBSCRIBE -> onSubscribe((Subscribe) packet);
            case UNSUBSCRIBE -> onUnsubscribe((Unsubscribe) packet);
            case DISCONNECT -> connection.disconnect((Disconnect) packet, session, now);
            case AUTH -> authentication.onAuth((Auth) packet, now);
            case CONNECT -> // [MQTT-3.1.0-2]
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "a second CONNECT");
            default -> throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, packet.type() + " is not a client's");
        }
    }

    /** The client is still who it was, or its connection ends [MQTT-4.12.1-2]. */
    void onAuthenticatedAgain(Decision decision, long now) {
        if (decision.isFor(session.userName)) {
            connection.link.send(authentication.packet(ReasonCode.SUCCESS, decision.data()));
            connection.touch();
        } else {
            String why = Objects.requireNonNullElse(decision.why(), "it failed to authenticate again");
            connection.end(ReasonCode.NOT_AUTHORIZED, why, now);
        }
    }

    private void onPublish(Publish publish) throws ProtocolViolation {
        if (publish.qos() == QoS.AT_MOST_ONCE) {
            statistics.received++;
            deliver(publish, null);
            return;
        }
        Receipt receipt = session.inbound.onPublish(publish);
        if (receipt == null) {
            return;
        }
        statistics.received++;
        core.awaitCommit(receipt);
        try {
            deliver(publish, receipt);
        } catch (RuntimeException | StackOverflowError failure) {
            receipt.abandon();
            throw failure;
        }
        if (session.inbound.isFull()) {
            connection.stopReading();
        }
    }

    private void deliver(Publish publish, @Nullable Receipt receipt) {
        Message message = publish.message();
        if (trusted || core.permissions.mayPublish(publisher, message.topic())) {
            core.publications.publish(message, publish.qos(), publish.retain(), publisher, receipt);
            return;
        }
        statistics.refusedPublishes++;
        if (!publishRefused) {
            publishRefused = true;
            Log.publishRefused(publisher.clientId(), message.topic());
        }
    }

    /** SUBACK first, then the retained messages of each subscription. */
    private void onSubscribe(Subscribe subscribe) {
        List<ReasonCode> reasons = new ArrayList<>(subscribe.subscriptions().size());
        List<Subscription> granted = new ArrayList<>(subscribe.subscriptions().size());
        for (Subscription subscription : subscribe.subscriptions()) {
            boolean allowed = maySubscribe(subscription.filter());
            if (allowed) {
                session.subscribe(subscription);
                granted.add(subscription);
            }
            // 3.1 has no refusal: its client is granted what it asked for, and gets nothing.
            boolean said = allowed || version == MqttVersion.V3_1;
            reasons.add(said ? ReasonCode.granted(subscription.qos()) : ReasonCode.UNSPECIFIED_ERROR);
        }
        connection.link.send(new SubAck(subscribe.packetId(), reasons));
        connection.touch();
        for (Subscription subscription : granted) {
            session.sendRetained(subscription);
        }
    }

    /** In 3.x a shared subscription is an extension, which this broker does not offer yet: refused. */
    private boolean maySubscribe(TopicFilter filter) {
        boolean allowed = filter.shareName() == null
                && filter.levels() <= core.config.maximumTopicLevels()
                && session.maySubscribe(filter)
                && (trusted || core.permissions.maySubscribe(publisher, filter));
        if (!allowed && !subscribeRefused) {
            subscribeRefused = true;
            Log.subscribeRefused(publisher.clientId(), filter);
        }
        return allowed;
    }

    private void onUnsubscribe(Unsubscribe unsubscribe) {
        List<ReasonCode> reasons = new ArrayList<>(unsubscribe.filters().size());
        for (TopicFilter filter : unsubscribe.filters()) {
            reasons.add(session.unsubscribe(filter));
        }
        connection.link.send(new UnsubAck(unsubscribe.packetId(), reasons)); // [MQTT-3.10.4-4]
        connection.touch();
    }
}
