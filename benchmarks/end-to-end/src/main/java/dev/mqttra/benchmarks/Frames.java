package dev.mqttra.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The few MQTT 3.1.1 frames that a load needs, encoded by hand so that no library's speed is measured with it. */
final class Frames {
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;

    private Frames() {}

    static byte[] connect(String clientId) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, "MQTT");
        body.write(4);
        body.write(2);
        body.write(0);
        body.write(0);
        string(body, clientId);
        return frame(0x10, body);
    }

    static byte[] subscribe(String filter, int qos) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.write(1);
        string(body, filter);
        body.write(qos);
        return frame(0x82, body);
    }

    /** A PUBLISH whose payload begins with eight bytes of time and one of the publisher's number, all zero yet. */
    static byte[] publish(String topic, int qos, int payloadLength) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        string(body, topic);
        if (qos > 0) {
            body.write(0);
            body.write(0);
        }
        body.writeBytes(new byte[payloadLength]);
        return frame(0x30 | qos << 1, body);
    }

    private static byte[] frame(int first, ByteArrayOutputStream body) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        int length = body.size();
        do {
            frame.write(length > 127 ? length & 127 | 128 : length);
            length >>= 7;
        } while (length > 0);
        frame.writeBytes(body.toByteArray());
        return frame.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes.length >> 8);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }
}
