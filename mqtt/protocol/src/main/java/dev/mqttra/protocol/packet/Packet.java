package dev.mqttra.protocol.packet;

/** A control packet of MQTT. Immutable; arrays inside are shared and not to be modified. */
public sealed interface Packet
        permits Connect,
                ConnAck,
                Publish,
                PubAck,
                PubRec,
                PubRel,
                PubComp,
                Subscribe,
                SubAck,
                Unsubscribe,
                UnsubAck,
                PingReq,
                PingResp,
                Disconnect,
                Auth {

    /** The packet type. */
    PacketType type();
}
