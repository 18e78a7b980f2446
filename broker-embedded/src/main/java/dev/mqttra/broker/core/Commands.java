package dev.mqttra.broker.core;

import dev.mqttra.broker.Authenticator.Decision;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Property;
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
            onPublish(publish, now);
        } else if (packet instanceof PubAck ack) {
            session.outbound.onPubAck(ack.packetId(), ack.reason(), now);
        } else if (packet instanceof PubRec received) {
            session.outbound.onPubRec(received.packetId(), received.reason(), now);
        } else if (packet instanceof PubRel release) {
            session.inbound.onPubRel(release.packetId());
        } else if (packet instanceof PubComp complete) {
            session.outbound.onPubComp(complete.packetId(), now);
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
            case SUBSCRIBE -> onSubscribe((Subscribe) packet, now);
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

    private void onPublish(Publish publish, long now) throws ProtocolViolation {
        if (publish.message().properties().has(Property.SUBSCRIPTION_IDENTIFIER)) { // [MQTT-3.3.4-6]
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "a client's PUBLISH with a subscription identifier");
        }
        if (publish.retain() && version == MqttVersion.V5_0 && !Terms.retains(core.config)) { // CONNACK said so
            throw new ProtocolViolation(ReasonCode.RETAIN_NOT_SUPPORTED, "RETAIN where no message is retained");
        }
        if (publish.qos() == QoS.AT_MOST_ONCE) {
            deliver(publish, null, now);
            return;
        }
        Receipt receipt = session.inbound.onPublish(publish, now);
        if (receipt == null) {
            return;
        }
        core.awaitCommit(receipt);
        try {
            ReasonCode outcome = deliver(publish, receipt, now);
            if (version == MqttVersion.V5_0) { // 3.x has no other answer than success [MQTT-3.3.5-2 of 3.1.1]
                receipt.say(outcome);
            }
        } catch (RuntimeException | StackOverflowError failure) {
            receipt.abandon();
            throw failure;
        }
        if (session.inbound.isFull()) {
            connection.stopReading();
        }
    }

    private ReasonCode deliver(Publish publish, @Nullable Receipt receipt, long now) {
        Message message = publish.message();
        statistics.received++;
        statistics.receivedBytes += message.payload().length;
        ReasonCode refusal = trusted ? null : core.permissions.refusal(publisher, message.topic());
        if (refusal == null) {
            return core.publications.publish(message, publish.qos(), publish.retain(), publisher, receipt, now);
        }
        statistics.refusedPublishes++;
        if (!publishRefused) {
            publishRefused = true;
            Log.publishRefused(publisher.clientId(), message.topic());
        }
        return refusal;
    }

    /** SUBACK first, then the retained messages of each subscription, then what waits in its groups. */
    private void onSubscribe(Subscribe subscribe, long now) throws ProtocolViolation {
        List<Integer> identifiers = subscribe.properties().subscriptionIdentifiers();
        int identifier = identifiers.isEmpty() ? 0 : identifiers.get(0);
        List<ReasonCode> reasons = new ArrayList<>(subscribe.subscriptions().size());
        List<Runnable> retained = new ArrayList<>(subscribe.subscriptions().size());
        for (Subscription subscription : subscribe.subscriptions()) {
            if (subscription.noLocal() && subscription.filter().shareName() != null) { // [MQTT-3.8.3-4]
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "no local on a shared subscription");
            }
            ReasonCode refusal = refusal(subscription.filter());
            if (refusal == null) {
                Subscribed subscribed = new Subscribed(subscription, identifier);
                boolean isNew = session.subscriptions.put(subscribed, now);
                retained.add(() -> session.subscriptions.sendRetained(subscribed, isNew, now));
            }
            reasons.add(answer(subscription, refusal));
        }
        connection.link.send(new SubAck(subscribe.packetId(), reasons));
        connection.touch();
        retained.forEach(Runnable::run);
        session.outbound.drain(now);
    }

    /** Each version says a refusal as well as it can: 3.1 cannot, its client is granted what it asked for and gets nothing. */
    private ReasonCode answer(Subscription subscription, @Nullable ReasonCode refusal) {
        if (refusal == null || version == MqttVersion.V3_1) {
            return ReasonCode.granted(subscription.qos());
        }
        return version == MqttVersion.V5_0 ? refusal : ReasonCode.UNSPECIFIED_ERROR;
    }

    /** What speaks against a subscription, as 5.0 says it; null for nothing. */
    private @Nullable ReasonCode refusal(TopicFilter filter) {
        ReasonCode refusal = null;
        if (filter.levels() > core.config.maximumTopicLevels()) {
            refusal = ReasonCode.TOPIC_FILTER_INVALID;
        } else if (!session.subscriptions.hasRoom(filter)) {
            refusal = ReasonCode.QUOTA_EXCEEDED;
        } else if (!trusted && !core.permissions.maySubscribe(publisher, filter)) {
            refusal = core.config.subscribeRefusal();
        }
        if (refusal != null && !subscribeRefused) {
            subscribeRefused = true;
            Log.subscribeRefused(publisher.clientId(), filter);
        }
        return refusal;
    }

    private void onUnsubscribe(Unsubscribe unsubscribe) {
        List<ReasonCode> reasons = new ArrayList<>(unsubscribe.filters().size());
        for (TopicFilter filter : unsubscribe.filters()) {
            reasons.add(session.subscriptions.remove(filter));
        }
        connection.link.send(new UnsubAck(unsubscribe.packetId(), reasons)); // [MQTT-3.10.4-4]
        connection.touch();
    }
}
