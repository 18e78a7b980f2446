package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.MqttVersion;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** Reads the tables of wire tests under {@code /wire}; their first lines say what the columns are. */
public final class WireTable {
    private WireTable() {}

    /** One line. {@code again} is what the packet is when written: null where it is not asked. */
    public record Row(
            String clause,
            PacketDecoder.Reader reader,
            MqttVersion version,
            byte[] bytes,
            String outcome,
            byte[] again) {

        @Override
        public String toString() {
            String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 40));
            return clause + ", " + reader + " " + version + ", " + hex;
        }
    }

    public static List<Row> packets() {
        return read("/wire/packets.csv").stream().map(WireTable::row).toList();
    }

    /** The columns of each line. */
    static List<String[]> read(String resource) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(WireTable.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> Arrays.stream(line.split("\\|", -1))
                            .map(String::strip)
                            .toArray(String[]::new))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String[] columns) {
        byte[] bytes = bytes(columns[3]);
        byte[] again =
                switch (columns[5]) {
                    case "" -> bytes;
                    case "-" -> null;
                    default -> bytes(columns[5]);
                };
        return new Row(
                columns[0],
                columns[1].equals("S") ? PacketDecoder.Reader.SERVER : PacketDecoder.Reader.CLIENT,
                MqttVersion.values()[Integer.parseInt(columns[2]) - 3],
                bytes,
                columns[4],
                again);
    }

    /** Hex, {@code 'text'}, and {@code xx*n} for a byte n times. */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String token : text.split(" +")) {
            if (token.startsWith("'")) {
                bytes.writeBytes(token.substring(1, token.length() - 1).getBytes(StandardCharsets.US_ASCII));
            } else {
                String[] repeat = token.split("\\*");
                int times = repeat.length == 1 ? 1 : Integer.parseInt(repeat[1]);
                for (int i = 0; i < times; i++) {
                    bytes.write(Integer.parseInt(repeat[0], 16));
                }
            }
        }
        return bytes.toByteArray();
    }
}
