package dev.mqttra.client;

import dev.mqttra.client.Versions.Sign;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.Auth;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Disconnect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.PubComp;
import dev.mqttra.protocol.packet.PubRec;
import dev.mqttra.protocol.packet.PubRel;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.UnsubAck;
import dev.mqttra.protocol.session.KeepAlive;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link ClientSession}, from CONNECT to its end: who may say what when, and whether the peer is
 * alive. When it is over, what the link still says is ignored. The owner's thread.
 */
final class Connection implements LinkHandler {
    static final long NEVER = KeepAlive.NEVER;

    private enum Phase {
        CONNECTING,
        CONNECTED,
        /** DISCONNECT was sent, the link closes. */
        CLOSING,
        OVER
    }

    private final ClientSession session;
    private final ClientConfig config;
    private final Link link;
    private final MqttVersion version;
    private final long connectDeadline;
    private final @Nullable Authentication authentication;
    private KeepAlive keepAlive;
    private ConnectionTerms terms;
    private Phase phase = Phase.CONNECTING;

    Connection(
            ClientSession session,
            ClientConfig config,
            Link link,
            MqttVersion version,
            long connectDeadline,
            long now) {
        this.session = session;
        this.config = config;
        this.link = link;
        this.version = version;
        this.connectDeadline = connectDeadline;
        this.keepAlive = new KeepAlive(ConnectPacket.keepAlive(config, link.local()), now);
        this.terms = terms(new ConnAck(false, ReasonCode.SUCCESS));
        EnhancedAuthentication how = config.authentication();
        this.authentication = how == null ? null : new Authentication(how, this);
    }

    /** Sends CONNECT. */
    void open() {
        link.agreed(new Agreement(version, config.topicAliasMaximum(), 0, Long.MAX_VALUE, true));
        link.send(ConnectPacket.of(config, version, link.local(), authentication));
        link.flush();
    }

    Link link() {
        return link;
    }

    MqttVersion version() {
        return version;
    }

    /** What CONNACK said; until it came, what the standard says. */
    ConnectionTerms terms() {
        return terms;
    }

    boolean isConnected() {
        return phase == Phase.CONNECTED;
    }

    /** Has the owner carry out a call later. */
    void post(Mailbox.Call call) {
        session.post(call);
    }

    /** Authenticates anew [MQTT-4.12.0-7], or fails the stage. */
    void reauthenticate(CompletableFuture<Void> done) {
        if (authentication == null || phase != Phase.CONNECTED) {
            done.completeExceptionally(new IllegalStateException(
                    authentication == null ? "no authentication is configured" : "not connected"));
        } else {
            authentication.beginAgain(done);
        }
    }

    void reading(boolean on, long now) {
        link.reading(on);
        keepAlive.reading(on, now);
    }

    /** Nanoseconds until {@link #onDeadline} is due, {@link #NEVER} where it is not. */
    long untilDeadline(long now) {
        return switch (phase) {
            case CONNECTING -> connectDeadline - now;
            case CONNECTED -> Math.min(keepAlive.untilPing(now), keepAlive.untilPingOverdue(now));
            case CLOSING, OVER -> NEVER;
        };
    }

    /** The time has come for what is due, if anything. */
    void onDeadline(long now) {
        if (phase == Phase.CONNECTING && connectDeadline - now <= 0) {
            drop(
                    "no CONNACK from " + link.peer() + " within "
                            + config.connectTimeout().toMillis() + " ms",
                    now);
        } else if (phase == Phase.CONNECTED && keepAlive.untilPingOverdue(now) <= 0) {
            drop("no sign of life from " + link.peer() + " since a PINGREQ", now);
        } else if (phase == Phase.CONNECTED && keepAlive.untilPing(now) <= 0) {
            link.send(new PingReq());
            keepAlive.onPingSent(now);
            link.flush();
        }
    }

    /** Says goodbye, as far as there was a connection, and closes the link; {@link #onClosed} ends it. */
    void close(Goodbye goodbye) {
        // In 3.x only a connection that ends without DISCONNECT has its will published.
        if (phase == Phase.CONNECTED && (terms.v5() || !goodbye.publishWill())) {
            link.send(disconnect(goodbye));
        }
        phase = Phase.CLOSING;
        link.close();
    }

    private Disconnect disconnect(Goodbye goodbye) {
        Duration expiry = terms.v5() ? goodbye.sessionExpiry() : null;
        ReasonCode reason = goodbye.publishWill() ? ReasonCode.DISCONNECT_WITH_WILL_MESSAGE : ReasonCode.SUCCESS;
        // Compared with what CONNECT said, whatever the server made of it [MQTT-3.14.2-2].
        if (expiry == null || ConnectPacket.sessionExpiry(config) == 0 && !expiry.isZero()) {
            return new Disconnect(reason);
        }
        return new Disconnect(
                reason,
                Properties.builder()
                        .number(Property.SESSION_EXPIRY_INTERVAL, expiry.getSeconds())
                        .build());
    }

    /** Gives the link up. */
    void drop(String reason, long now) {
        end(new Ending(reason, null, phase == Phase.CONNECTED, Sign.NONE), now);
    }

    /** Gives the link up and tells the server why, where the version lets it. */
    void fail(ReasonCode code, String reason, long now) {
        fail(code, reason, Sign.NONE, now);
    }

    private void fail(ReasonCode code, String reason, Sign sign, long now) {
        if (terms.v5() && (phase == Phase.CONNECTED || phase == Phase.CONNECTING)) {
            link.send(new Disconnect(
                    sendable(code),
                    Properties.builder().string(Property.REASON_STRING, reason).build()));
        }
        end(new Ending(reason, null, phase == Phase.CONNECTED, sign), now);
    }

    /** A client may not send every code in DISCONNECT [5.0 3.14.2.1]. */
    private static ReasonCode sendable(ReasonCode code) {
        return switch (code) {
            case UNSPECIFIED_ERROR,
                    MALFORMED_PACKET,
                    PROTOCOL_ERROR,
                    IMPLEMENTATION_SPECIFIC_ERROR,
                    TOPIC_NAME_INVALID,
                    RECEIVE_MAXIMUM_EXCEEDED,
                    TOPIC_ALIAS_INVALID,
                    PACKET_TOO_LARGE,
                    PAYLOAD_FORMAT_INVALID -> code;
            default -> ReasonCode.PROTOCOL_ERROR;
        };
    }

    private void end(Ending ending, long now) {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            link.close();
            over(ending, now);
        }
    }

    private void over(Ending ending, long now) {
        if (authentication != null) {
            authentication.end();
        }
        session.onOver(ending, now);
    }

    @Override
    public void onPacket(Packet packet, long now) {
        if (phase == Phase.CLOSING || phase == Phase.OVER) {
            return;
        }
        keepAlive.onReceived(now);
        try {
            if (phase == Phase.CONNECTED) {
                dispatch(packet, now);
            } else if (packet instanceof ConnAck connAck) {
                onConnAck(connAck, now);
            } else if (packet instanceof Auth auth && authentication != null) {
                authentication.onAuth(auth);
            } else {
                // [MQTT-3.2.0-1]
                throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, packet.type() + " before CONNACK");
            }
        } catch (ProtocolViolation violation) {
            onViolation(violation, now);
        }
    }

    private void dispatch(Packet packet, long now) throws ProtocolViolation {
        if (packet instanceof Publish publish) {
            session.inbox().onPublish(publish, now);
        } else if (packet instanceof PubAck pubAck) {
            session.publishing().onPubAck(pubAck);
        } else if (packet instanceof PubRec pubRec) {
            session.publishing().onPubRec(pubRec);
        } else if (packet instanceof PubRel pubRel) {
            session.inbox().onPubRel(pubRel.packetId());
        } else if (packet instanceof PubComp pubComp) {
            session.publishing().flow().onPubComp(pubComp.packetId());
        } else if (packet instanceof SubAck subAck) {
            session.subscriptions().onSubAck(subAck);
        } else if (packet instanceof UnsubAck unsubAck) {
            session.subscriptions().onUnsubAck(unsubAck);
        } else if (packet instanceof Disconnect disconnect && terms.v5()) {
            drop("the server disconnected: " + said(disconnect.reason(), disconnect.properties()), now);
        } else if (packet instanceof Auth auth && authentication != null) {
            authentication.onAuth(auth);
        } else if (!(packet instanceof PingResp)) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "unexpected " + packet.type());
        }
    }

    private void onConnAck(ConnAck connAck, long now) throws ProtocolViolation {
        if (connAck.reason().isError()) {
            String reason = link.peer() + " refused the connection: " + said(connAck.reason(), connAck.properties());
            boolean level = connAck.reason() == ReasonCode.UNSUPPORTED_PROTOCOL_VERSION;
            end(new Ending(reason, connAck.reason(), false, level ? Sign.REFUSED : Sign.NONE), now);
            return;
        }
        if (connAck.sessionPresent() && config.cleanStart()) {
            // [MQTT-3.2.2-1, MQTT-3.2.2-4]
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "Session Present with a clean start");
        }
        ConnectionTerms newTerms = terms(connAck);
        if (terms.v5() && newTerms.clientId().isEmpty()) {
            // [MQTT-3.1.3-7]
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "no Assigned Client Identifier");
        }
        if (authentication != null) {
            authentication.onConnAck(connAck.properties());
        }
        terms = newTerms;
        keepAlive = new KeepAlive(terms.keepAlive(), now);
        link.agreed(new Agreement(
                version, config.topicAliasMaximum(), terms.topicAliasMaximum(), terms.maximumPacketSize(), true));
        phase = Phase.CONNECTED;
        session.onConnected(connAck.sessionPresent(), now);
    }

    private ConnectionTerms terms(ConnAck connAck) {
        return ConnectionTerms.of(
                version,
                config.clientId(),
                ConnectPacket.keepAlive(config, link.local()),
                ConnectPacket.sessionExpiry(config),
                connAck);
    }

    /**
     * The server's code and what it says about it, for a person. A Server Reference is told and not followed: which
     * servers get a client's credentials is the configuration's to say.
     */
    private static String said(ReasonCode code, Properties properties) {
        String why = properties.string(Property.REASON_STRING);
        String reference = properties.string(Property.SERVER_REFERENCE);
        return code + (why == null ? "" : ", " + why) + (reference == null ? "" : ", see server " + reference);
    }

    @Override
    public void onBatchEnd(long now) {
        if (phase == Phase.CONNECTED) {
            session.onBatchEnd(now);
        }
    }

    /** [MQTT-4.13.1-1, MQTT-4.8.0-1] An answer to CONNECT that is none in 5.0 is that of an older server. */
    @Override
    public void onViolation(ProtocolViolation violation, long now) {
        // What cannot be read where CONNACK of 5.0 is due may well be CONNACK of 3.1.1.
        boolean unreadable = phase == Phase.CONNECTING && violation.reason() == ReasonCode.MALFORMED_PACKET;
        String reason = link.peer() + " broke the protocol: " + violation;
        fail(violation.reason(), reason, unreadable ? Sign.REFUSED : Sign.NONE, now);
    }

    @Override
    public void onWritable(long now) {
        if (phase == Phase.CONNECTED) {
            session.settle();
        }
    }

    @Override
    public void onClosed(String reason, long now) {
        Phase former = phase;
        phase = Phase.OVER;
        if (former != Phase.OVER) {
            boolean accepted = former == Phase.CONNECTED;
            Sign sign = former == Phase.CONNECTING ? Sign.CLOSED : Sign.NONE;
            over(new Ending(link.peer() + ": " + reason, null, accepted, sign), now);
        }
    }
}
