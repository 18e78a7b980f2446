package dev.mqttra.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.codec.PacketDecoder.Reader;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Publish;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for all packets: they come back as they were, whatever the split; and whatever comes, nothing breaks. */
class PacketCodecPropertyTest {

    @Property
    void comesBackAsItWasWhateverTheSplit(
            @ForAll long seed,
            @ForAll MqttVersion version,
            @ForAll Reader reader,
            @ForAll @IntRange(min = 1, max = 9000) int step)
            throws ProtocolViolation {
        List<Packet> packets = new SomePackets(seed, version, reader).next(8);
        byte[] bytes = write(packets, version);
        assertThat(readInSteps(decoder(version, reader), bytes, step)).isEqualTo(packets);
    }

    @Property
    void aPublishHeaderAndItsPayloadAreThePacket(@ForAll long seed, @ForAll MqttVersion version) {
        Publish publish = new SomePackets(seed, version, Reader.SERVER).publish();
        PacketEncoder encoder = encoder(version);
        PublishHeader header = Objects.requireNonNull(encoder.publish(
                publish.message(),
                publish.qos(),
                publish.retain(),
                publish.dup(),
                publish.packetId(),
                CopyProperties.NONE));
        assertThat(header.size()).isEqualTo(encoder.size(publish));
        ByteBuffer out = ByteBuffer.allocate(header.size());
        header.write(out);
        out.put(publish.message().payload());
        assertThat(out.array()).isEqualTo(write(List.of(publish), version));
    }

    /** A mutated packet is read the same whatever follows it: nothing beyond its end is looked at. */
    @Property
    void whateverComesIsAPacketOrAViolation(
            @ForAll long seed, @ForAll MqttVersion version, @ForAll Reader reader, @ForAll MqttVersion sender) {
        byte[] bytes = write(List.of(new SomePackets(seed, sender, reader).next()), sender);
        mutate(bytes, new Random(seed));
        String alone = outcome(decoder(version, reader), bytes);
        byte[] more = Arrays.copyOf(bytes, bytes.length + 40);
        Arrays.fill(more, bytes.length, more.length, (byte) 0x55);
        if (!alone.equals("null")) {
            assertThat(outcome(decoder(version, reader), more)).isEqualTo(alone);
        }
    }

    /** The split does not matter, memory follows the bytes and not what they announce, and what was read can be written. */
    @Property
    void aMutatedStreamKeepsWhatTheFuzzerAsks(
            @ForAll long seed,
            @ForAll MqttVersion version,
            @ForAll Reader reader,
            @ForAll @IntRange(max = 255) int step) {
        byte[] bytes = write(new SomePackets(seed, version, reader).next(5), version);
        mutate(bytes, new Random(seed));
        PacketFuzzer.fuzzerTestOneInput(PacketFuzzer.input(reader, version, step, bytes));
    }

    /** What a broker says on a copy, and the aliases it uses, come out as the message that the copy stands for. */
    @Property
    void copiesComeBackAsTheirMessages(@ForAll long seed, @ForAll @IntRange(max = 40) int aliases)
            throws ProtocolViolation {
        Random random = new Random(seed);
        SomePackets some = new SomePackets(seed, MqttVersion.V5_0, Reader.CLIENT);
        List<Publish> several = List.of(some.publish(), some.publish(), some.publish(), some.publish());
        PacketEncoder encoder = encoder(MqttVersion.V5_0);
        encoder.peer(aliases, Long.MAX_VALUE, true);
        PacketDecoder decoder = decoder(MqttVersion.V5_0, Reader.CLIENT);
        decoder.topicAliasMaximum(aliases);
        for (int i = 0; i < 30; i++) {
            Publish one = several.get(random.nextInt(several.size()));
            CopyProperties copy = random.nextBoolean()
                    ? CopyProperties.NONE
                    : new CopyProperties(new int[] {1 + random.nextInt(300)}, random.nextInt(3) - 1);
            PublishHeader header = Objects.requireNonNull(
                    encoder.publish(one.message(), one.qos(), one.retain(), one.dup(), one.packetId(), copy));
            ByteBuffer out = ByteBuffer.allocate(header.size());
            header.write(out);
            out.put(one.message().payload()).flip();
            assertThat(decoder.decode(out))
                    .isEqualTo(new Publish(
                            copy.applyTo(one.message()), one.qos(), one.retain(), one.dup(), one.packetId()));
        }
    }

    @Property
    void whatIsCutIsAskedForOrRefused(@ForAll long seed, @ForAll MqttVersion version, @ForAll Reader reader) {
        byte[] bytes = write(List.of(new SomePackets(seed, version, reader).next()), version);
        int length = new Random(seed).nextInt(bytes.length);
        assertThat(outcome(decoder(version, reader), Arrays.copyOf(bytes, length)))
                .isEqualTo("null");
    }

    /** A lie in the length, with the bytes to go with it, so that the fields inside no longer fit. */
    @Property
    void aPacketOfAnotherLengthIsAPacketOrAViolation(
            @ForAll long seed,
            @ForAll MqttVersion version,
            @ForAll Reader reader,
            @ForAll @IntRange(max = 60) int length) {
        byte[] bytes = write(List.of(new SomePackets(seed, version, reader).next()), version);
        ByteBuffer lie = ByteBuffer.allocate(2 + length).put(bytes[0]).put((byte) length);
        int from = bytes.length < 130 ? 2 : bytes.length < 16_387 ? 3 : 4;
        lie.put(bytes, from, Math.min(length, bytes.length - from));
        assertThat(outcome(decoder(version, reader), lie.array())).isNotEqualTo("null");
    }

    private static List<Packet> readInSteps(PacketDecoder decoder, byte[] bytes, int step) throws ProtocolViolation {
        List<Packet> packets = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes).limit(0);
        while (in.position() < bytes.length) {
            assertThat(in.limit()).isLessThan(bytes.length);
            in.limit(Math.min(bytes.length, in.limit() + step));
            int before = in.position();
            for (Packet packet = decoder.decode(in); packet != null; packet = decoder.decode(in)) {
                packets.add(packet);
                before = in.position();
            }
            assertThat(in.position()).isEqualTo(before);
            assertThat(decoder.needed()).isGreaterThan(in.remaining());
        }
        return packets;
    }

    private static void mutate(byte[] bytes, Random random) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(Math.min(bytes.length, 60));
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xFF;
                default -> 0;
            };
        }
    }

    private static String outcome(PacketDecoder decoder, byte[] bytes) {
        try {
            return String.valueOf(decoder.decode(ByteBuffer.wrap(bytes)));
        } catch (ProtocolViolation e) {
            return e.toString();
        }
    }

    private static byte[] write(List<Packet> packets, MqttVersion version) {
        PacketEncoder encoder = encoder(version);
        ByteBuffer out =
                ByteBuffer.allocate(packets.stream().mapToInt(encoder::size).sum());
        packets.forEach(packet -> encoder.encode(packet, out));
        assertThat(out.remaining()).isZero();
        return out.array();
    }

    private static PacketEncoder encoder(MqttVersion version) {
        PacketEncoder encoder = new PacketEncoder();
        encoder.version(version);
        return encoder;
    }

    private static PacketDecoder decoder(MqttVersion version, Reader reader) {
        PacketDecoder decoder = new PacketDecoder(reader, Integer.MAX_VALUE);
        decoder.version(version);
        return decoder;
    }
}
