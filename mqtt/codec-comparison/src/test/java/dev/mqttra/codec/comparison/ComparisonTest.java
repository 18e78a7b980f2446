package dev.mqttra.codec.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.codec.PacketEncoder;
import dev.mqttra.protocol.codec.SomePackets;
import dev.mqttra.protocol.codec.WireTable;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The same bytes through our decoder and through others. Where they differ, {@code differences.csv} says why the standard
 * is with us, and nothing stands there that no longer differs.
 */
class ComparisonTest {
    private static final int RANDOM_PACKETS = 10_000;

    private final OurCodec ours = new OurCodec();
    private final Map<String, Codec> others = Map.of("netty", new NettyCodec(), "hivemq", new HiveMqCodec());

    /** The key of a difference, and the bytes that showed it first. */
    private final Map<String, String> found = new TreeMap<>();

    @Test
    void everyDifferenceIsExplained() {
        for (WireTable.Row row : WireTable.packets()) {
            compare(row.reader(), row.version(), row.bytes());
        }
        for (long seed = 0; seed < RANDOM_PACKETS; seed++) {
            Random random = new Random(seed);
            MqttVersion version = MqttVersion.values()[random.nextInt(3)];
            Reader reader = Reader.values()[random.nextInt(2)];
            byte[] bytes = bytes(new SomePackets(seed, version, reader).next(), version);
            compare(reader, version, bytes);
            mutate(bytes, random);
            compare(reader, version, bytes);
        }
        Map<String, String> explained = Differences.explained();
        Map<String, String> unexplained = new TreeMap<>(found);
        unexplained.keySet().removeAll(explained.keySet());
        assertThat(unexplained.entrySet())
                .as("differences without an explanation")
                .isEmpty();
        assertThat(found.keySet()).as("explanations without a difference").containsAll(explained.keySet());
    }

    private void compare(Reader reader, MqttVersion version, byte[] bytes) {
        Reading mine = ours.read(reader, version, bytes);
        others.forEach((name, other) -> {
            if (other.reads(reader, version)) {
                String difference = mine.differenceTo(other.read(reader, version, bytes));
                if (!difference.isEmpty()) {
                    found.putIfAbsent(
                            name + " | " + difference,
                            reader + " " + version + " "
                                    + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 100)));
                }
            }
        });
    }

    private static byte[] bytes(Packet packet, MqttVersion version) {
        PacketEncoder encoder = new PacketEncoder();
        encoder.version(version);
        ByteBuffer out = ByteBuffer.allocate(encoder.size(packet));
        encoder.encode(packet, out);
        return out.array();
    }

    /** Not the length, so that there is something to differ about. */
    private static void mutate(byte[] bytes, Random random) {
        int header = 2;
        while (header < Math.min(5, bytes.length) && bytes[header - 1] < 0) {
            header++;
        }
        byte[] lengthBytes = Arrays.copyOfRange(bytes, 1, Math.min(header, bytes.length));
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            bytes[random.nextInt(Math.min(bytes.length, 60))] = (byte) random.nextInt(256);
        }
        System.arraycopy(lengthBytes, 0, bytes, 1, lengthBytes.length);
    }
}
