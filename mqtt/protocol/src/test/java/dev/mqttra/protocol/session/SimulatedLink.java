package dev.mqttra.protocol.session;

import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One end of a simulated connection: what is sent waits until a test takes it, in order, or cuts the connection. */
public final class SimulatedLink implements Link {
    private final ArrayDeque<Packet> waiting = new ArrayDeque<>();
    private boolean closed;

    /** A PUBLISH with a longer topic is larger than the peer takes. */
    int largestTopic = Integer.MAX_VALUE;

    /** The next packet that was sent, null where there is none. */
    public @Nullable Packet take() {
        return waiting.poll();
    }

    /** All that was sent and not taken yet, as text. */
    public List<String> takeAll() {
        List<String> all = new ArrayList<>();
        for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
            all.add(words(packet));
        }
        return all;
    }

    private static String words(Packet packet) {
        String text = packet.toString()
                .replace(", properties={}", "")
                .replace(", reason=SUCCESS", "")
                .replace(", dup=false", "")
                .replace(", dup=true", " again");
        return packet instanceof Publish publish
                ? "Publish " + publish.packetId() + " " + publish.message().topic() + (publish.dup() ? " again" : "")
                : text.replaceFirst("\\[packetId=", " ").replaceFirst("]$", "").replace(", reason=", " ");
    }

    public int sent() {
        return waiting.size();
    }

    @Override
    public boolean send(Packet packet) {
        if (!closed) {
            waiting.add(packet);
        }
        return true;
    }

    @Override
    public boolean publish(Message message, QoS qos, boolean retain, boolean dup, int packetId, CopyProperties copy) {
        if (message.topic().utf8().length > largestTopic) {
            return false;
        }
        return send(new Publish(copy.applyTo(message), qos, retain, dup, packetId));
    }

    @Override
    public void flush() {}

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void reading(boolean on) {}

    @Override
    public void agreed(Agreement agreement) {}

    /** A cut: what was not taken is lost. */
    @Override
    public void close() {
        closed = true;
        waiting.clear();
    }

    @Override
    public boolean local() {
        return false;
    }

    @Override
    public String peer() {
        return "simulated";
    }
}
