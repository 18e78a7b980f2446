package dev.mqttra.client;

import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Disconnect;
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
    private final long connectDeadline;
    private KeepAlive keepAlive;
    private Phase phase = Phase.CONNECTING;

    Connection(ClientSession session, ClientConfig config, Link link, long connectDeadline, long now) {
        this.session = session;
        this.config = config;
        this.link = link;
        this.connectDeadline = connectDeadline;
        this.keepAlive = new KeepAlive(keepAliveSeconds(), now);
    }

    /** Sends CONNECT. */
    void open() {
        link.agreed(Agreement.of(config.version()));
        link.send(new Connect(
                config.version(),
                config.clientId(),
                config.cleanStart(),
                keepAliveSeconds(),
                config.will(),
                config.userName(),
                config.password(),
                properties()));
        link.flush();
    }

    Link link() {
        return link;
    }

    boolean isConnected() {
        return phase == Phase.CONNECTED;
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
    void close() {
        if (phase == Phase.CONNECTED) {
            link.send(new Disconnect(ReasonCode.SUCCESS));
        }
        phase = Phase.CLOSING;
        link.close();
    }

    /** Gives the link up. */
    void drop(String reason, long now) {
        drop(reason, null, now);
    }

    private void drop(String reason, @Nullable ReasonCode refusal, long now) {
        if (phase != Phase.OVER) {
            Phase former = phase;
            phase = Phase.OVER;
            link.close();
            session.onOver(reason, refusal, former == Phase.CONNECTED, now);
        }
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
            } else {
                throw new ProtocolViolation(
                        ReasonCode.PROTOCOL_ERROR, packet.type() + " before CONNACK [MQTT-3.2.0-1]");
            }
        } catch (ProtocolViolation violation) {
            onViolation(violation, now);
        }
    }

    private void dispatch(Packet packet, long now) throws ProtocolViolation {
        if (packet instanceof Publish publish) {
            session.inbox().onPublish(publish, now);
        } else if (packet instanceof PubAck pubAck) {
            session.publishing().flow().onPubAck(pubAck.packetId(), pubAck.reason());
        } else if (packet instanceof PubRec pubRec) {
            session.publishing().flow().onPubRec(pubRec.packetId(), pubRec.reason());
        } else if (packet instanceof PubRel pubRel) {
            session.inbox().onPubRel(pubRel.packetId());
        } else if (packet instanceof PubComp pubComp) {
            session.publishing().flow().onPubComp(pubComp.packetId());
        } else if (packet instanceof SubAck subAck) {
            session.subscriptions().onSubAck(subAck);
        } else if (packet instanceof UnsubAck unsubAck) {
            session.subscriptions().onUnsubAck(unsubAck);
        } else if (packet instanceof Disconnect disconnect) {
            drop("the server disconnected: " + disconnect.reason(), now);
        } else if (!(packet instanceof PingResp)) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "unexpected " + packet.type());
        }
    }

    private void onConnAck(ConnAck connAck, long now) throws ProtocolViolation {
        if (connAck.reason().isError()) {
            drop(link.peer() + " refused the connection: " + connAck.reason(), connAck.reason(), now);
            return;
        }
        if (connAck.sessionPresent() && config.cleanStart()) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "Session Present with a clean start [MQTT-3.2.2-1]");
        }
        phase = Phase.CONNECTED;
        session.onConnected(connAck.sessionPresent(), now);
    }

    @Override
    public void onBatchEnd(long now) {
        if (phase == Phase.CONNECTED) {
            session.onBatchEnd(now);
        }
    }

    @Override
    public void onViolation(ProtocolViolation violation, long now) {
        drop(link.peer() + " broke the protocol: " + violation, now);
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
            session.onOver(link.peer() + ": " + reason, null, former == Phase.CONNECTED, now);
        }
    }

    /** A half-open connection cannot be inside the VM. */
    private int keepAliveSeconds() {
        return link.local() ? 0 : (int) config.keepAlive().toSeconds();
    }

    /** Inside the VM nothing is lost for want of a place in a packet of 3.x. */
    private Properties properties() {
        return link.local()
                ? Properties.builder()
                        .number(Property.RECEIVE_MAXIMUM, config.receiveMaximum())
                        .build()
                : Properties.NONE;
    }
}
