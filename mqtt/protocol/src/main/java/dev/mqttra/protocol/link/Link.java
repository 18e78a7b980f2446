package dev.mqttra.protocol.link;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.QoS;

/**
 * One end of a connection that carries packets to one peer: over a socket, or inside the VM. What arrives goes to the
 * {@link LinkHandler} of this end.
 *
 * <p>Called by the owner's executor only. No call enters the peer's machine and none enters this end's handler: both
 * are told later, by their own executor. After {@link #close()} every call is ignored.
 */
public interface Link {

    /**
     * Queues a packet. It leaves at {@link #flush()} at the latest, without the explanations that the peer does not want
     * or has no room for.
     *
     * @return false where the packet is larger than the peer takes all the same: nothing is queued
     *     [MQTT-3.1.2-24, MQTT-3.2.2-15]
     */
    boolean send(Packet packet);

    /**
     * Queues one copy of a message, as {@code send(new Publish(...))} would, without the record: the form for fan-out.
     *
     * @param packetId 0 at QoS 0
     * @param copy what is said on this copy only, {@link CopyProperties#NONE} for nothing
     * @return false where the packet is larger than the peer takes: nothing is queued, and to a broker the message counts
     *     as delivered [MQTT-3.1.2-24, MQTT-3.1.2-25]
     */
    boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy);

    /** Sends what is queued. Cheap when nothing is. */
    void flush();

    /**
     * Whether more can be sent without piling up. When it was false, {@link LinkHandler#onWritable} tells when it is
     * true again. Sending all the same is allowed (acknowledgements are bounded by what was read).
     */
    boolean writable();

    /**
     * Stops or starts reading from the peer: the last means of back-pressure. What was read before still arrives. The
     * owner suspends its keep-alive check while it does not read.
     */
    void reading(boolean on);

    /**
     * What to decode and encode with from now on. A client says its version before it sends CONNECT, and the whole when
     * CONNACK comes; a server before it sends CONNACK. A server's link takes the version from CONNECT by itself.
     */
    void agreed(Agreement agreement);

    /** Sends what is queued, then closes. {@link LinkHandler#onClosed} follows. */
    void close();

    /** Whether the link stays inside the VM, so that its peer is the adapter itself and no device. */
    boolean local();

    /** Who is at the other end, for logs and for a person: an address, or a name. */
    String peer();
}
