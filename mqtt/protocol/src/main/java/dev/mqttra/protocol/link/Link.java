package dev.mqttra.protocol.link;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
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

    /** Queues a packet. It leaves at {@link #flush()} at the latest. */
    void send(Packet packet);

    /**
     * Queues one copy of a message, as {@code send(new Publish(...))} would, without the record: the form for fan-out.
     *
     * @param packetId 0 at QoS 0
     */
    void publish(Message message, QoS qos, boolean retain, boolean dup, int packetId);

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

    /** The version to decode and encode with; a server's link takes it from CONNECT by itself. */
    void version(MqttVersion version);

    /** Sends what is queued, then closes. {@link LinkHandler#onClosed} follows. */
    void close();

    /** Whether the link stays inside the VM, so that its peer is the adapter itself and no device. */
    boolean local();

    /** Who is at the other end, for logs and for a person: an address, or a name. */
    String peer();
}
