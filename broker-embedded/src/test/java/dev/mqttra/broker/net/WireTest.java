package dev.mqttra.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.broker.Broker;
import dev.mqttra.broker.BrokerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The wire tables, through real sockets and through a WebSocket. */
class WireTest {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private static final String WELCOME5 = "20 0E 00 00 0B 21 03 E8 22 00 20 27 01 00 00 00";

    private record Case(String name, List<String> steps) {}

    @TestFactory
    Stream<DynamicTest> withOneLoop() throws IOException {
        return cases(1, false);
    }

    @TestFactory
    Stream<DynamicTest> withThreeLoops() throws IOException {
        return cases(3, false);
    }

    @TestFactory
    Stream<DynamicTest> overWebSocket() throws IOException {
        return cases(1, true);
    }

    private static Stream<DynamicTest> cases(int loops, boolean webSocket) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String version : List.of("3.1", "3.1.1", "5.0")) {
            for (Case wire : read("wire-" + version + ".txt")) {
                tests.add(DynamicTest.dynamicTest(wire.name, () -> run(wire, loops, webSocket)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests.stream();
    }

    private static void run(Case wire, int loops, boolean webSocket) throws IOException {
        Map<Character, Peer> peers = new HashMap<>();
        BrokerConfig config =
                BrokerConfig.builder().port(0).wsPort(webSocket ? 0 : -1).build();
        try (Broker broker = Broker.start(config, loops);
                Peer bystander = connect(broker)) {
            try {
                write(bystander, "CONNECT bystander");
                assertThat(read(bystander, 4)).isEqualTo("20 02 00 00");
                for (String step : wire.steps) {
                    Peer peer = peers.get(step.charAt(0));
                    if (peer == null) {
                        peer = connect(broker);
                        peers.put(step.charAt(0), peer);
                    }
                    step(peer, step.charAt(1), step.substring(2).strip());
                }
                write(bystander, "C0 00");
                assertThat(read(bystander, 2)).as("a bystander").isEqualTo("D0 00");
            } finally {
                for (Peer peer : peers.values()) {
                    peer.close();
                }
            }
        }
    }

    private static void step(Peer peer, char what, String hex) throws IOException {
        switch (what) {
            case '>' -> write(peer, hex);
            case '<' -> {
                String expected = hex.equals("WELCOME5") ? WELCOME5 : hex;
                assertThat(read(peer, (expected.length() + 1) / 3)).isEqualTo(expected);
            }
            case 'C' -> assertThat(refusal(peer, 0x20)).startsWith("00 " + hex);
            case 'D' -> assertThat(refusal(peer, 0xE0)).startsWith(hex);
            case '|' -> assertThat(peer.read(1)).as("closed").isEmpty();
            default -> throw new IllegalArgumentException("no such step: " + what);
        }
    }

    /** The rest of a packet whose explanation is nobody's promise; it is short. */
    private static String refusal(Peer peer, int firstByte) throws IOException {
        byte[] header = peer.read(2);
        assertThat(header).as("header").hasSize(2);
        assertThat(header[0] & 0xFF).as("first byte").isEqualTo(firstByte);
        return read(peer, header[1]);
    }

    private static Peer connect(Broker broker) throws IOException {
        return broker.wsPort() < 0 ? Peer.tcp(broker.port()) : new WebSocketPeer(broker.wsPort(), "mqtt");
    }

    private static void write(Peer peer, String text) throws IOException {
        peer.write(
                text.startsWith("CONNECT5 ")
                        ? connectPacket5(text.substring(9))
                        : text.startsWith("CONNECT ")
                                ? connectPacket(text.substring(8), 0x02)
                                : text.startsWith("CONNECTP ")
                                        ? connectPacket(text.substring(9), 0)
                                        : HEX.parseHex(text));
    }

    /** An identifier of one character, and the properties behind it. */
    private static byte[] connectPacket5(String text) {
        byte[] properties = HEX.parseHex("17 00" + text.substring(1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x10);
        out.write(14 + properties.length);
        out.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 5, 0x02, 0, 0, (byte) properties.length});
        out.writeBytes(properties);
        out.writeBytes(new byte[] {0, 1, (byte) text.charAt(0)});
        return out.toByteArray();
    }

    private static byte[] connectPacket(String clientId, int flags) {
        byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x10);
        out.write(12 + id.length);
        out.writeBytes(new byte[] {0, 4, 'M', 'Q', 'T', 'T', 4, (byte) flags, 0, 0, 0, (byte) id.length});
        out.writeBytes(id);
        return out.toByteArray();
    }

    private static String read(Peer peer, int count) throws IOException {
        return HEX.formatHex(peer.read(count));
    }

    private static List<Case> read(String resource) throws IOException {
        List<Case> cases = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(WireTest.class.getResourceAsStream(resource))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("= ")) {
                    cases.add(new Case(line.substring(2), new ArrayList<>()));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    cases.get(cases.size() - 1).steps.add(line);
                }
            }
        }
        return cases;
    }
}
