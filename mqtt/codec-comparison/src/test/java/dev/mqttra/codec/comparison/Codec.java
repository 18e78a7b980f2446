package dev.mqttra.codec.comparison;

import dev.mqttra.protocol.codec.PacketDecoder;
import dev.mqttra.protocol.packet.MqttVersion;

/** Somebody's decoder. */
interface Codec {
    /** The highest topic alias that every decoder here allows. */
    int TOPIC_ALIAS_MAXIMUM = 10;

    /** Whether it reads as that end at all. */
    boolean reads(PacketDecoder.Reader reader, MqttVersion version);

    /** The first packet of a connection of that version, but for what comes before any packet can. */
    Reading read(PacketDecoder.Reader reader, MqttVersion version, byte[] bytes);
}
