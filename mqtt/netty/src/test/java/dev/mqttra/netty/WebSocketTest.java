package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server's side of WebSocket, byte by byte. */
class WebSocketTest {
    private static final int MAXIMUM_PACKET_SIZE = 100_000;
    private static final int BEFORE_CONNECT = 20_000;
    private static final byte[] PING_REQUEST = {(byte) 0xC0, 0};

    private final BlockingQueue<Machine> accepted = new LinkedBlockingQueue<>();
    private EventLoops loops;
    private Listener listener;

    @BeforeEach
    void listen() throws IOException {
        loops = EventLoops.start(1);
        ListenerConfig config = new ListenerConfig(
                MAXIMUM_PACKET_SIZE,
                BEFORE_CONNECT,
                null,
                new ListenerConfig.WebSocket("/mqtt", List.of()),
                new Traffic());
        listener = Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), config, link -> {
            Machine machine = new Machine(link);
            accepted.add(machine);
            return machine;
        });
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
    }

    @ParameterizedTest
    @CsvSource({"mqtt, mqtt", "'mqttv3.1, mqtt', mqtt", "'x,mqttv3.1', mqttv3.1", "mqttv3.1.1, mqttv3.1.1"})
    void theStandardsSubprotocolIsPreferred(String offered, String chosen) throws Exception {
        try (Socket socket = connect()) {
            String answer = ask(socket, request("/mqtt", "Sec-WebSocket-Protocol: " + offered + "\r\n"));
            assertThat(answer)
                    .startsWith("HTTP/1.1 101 ")
                    .containsIgnoringCase("\r\nsec-websocket-protocol: " + chosen + "\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/mqtt, 'Sec-WebSocket-Protocol: amqp', 400, subprotocol mqtt",
        "/mqtt, 'X-Nothing: 1', 400, subprotocol mqtt",
        "/elsewhere, 'Sec-WebSocket-Protocol: mqtt', 404, MQTT is at /mqtt",
        "/, 'Sec-WebSocket-Protocol: mqtt', 404, MQTT is at /mqtt",
        "/mqtt, 'Origin: https://evil.example', 403, evil.example"
    })
    void aRequestThatIsRefusedIsToldWhy(String path, String header, int status, String why) throws Exception {
        assertRefused(request(path, header + "\r\n"), status, why);
    }

    @Test
    void whatIsNoRequestForAWebSocketIsRefused() throws Exception {
        assertRefused("GET /mqtt HTTP/1.1\r\nHost: localhost\r\n\r\n", 426, "MQTT broker");
        String old = request("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n").replace("Version: 13", "Version: 8");
        assertRefused(old, 426, "version 13");
        String keyless = request("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n").replace("Sec-WebSocket-Key", "X-Key");
        assertRefused(keyless, 400, "key");
        assertRefused("nonsense\r\n\r\n", 400, "cannot be understood");
        assertRefused("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n", 414, "");
        assertRefused("GET /mqtt HTTP/1.1\r\nX: " + "x".repeat(17_000) + "\r\n\r\n", 431, "");
        assertRefused("POST /mqtt HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789", 426, "");
    }

    @Test
    void packetsArriveHoweverTheFramesAreCut() throws Exception {
        try (Socket socket = open()) {
            Machine machine = accept();
            byte[] one = PING_REQUEST;
            byte[] three = concat(one, one, one);
            byte[] stream = concat(
                    frame(0x82, three),
                    frame(0x82, new byte[] {(byte) 0xC0}),
                    frame(0x82, new byte[0]),
                    frame(0x82, new byte[] {0}),
                    frame(0x02, new byte[] {(byte) 0xC0}),
                    frame(0x89, new byte[] {1, 2}), // control frames may come between fragments
                    frame(0x8A, new byte[] {3}),
                    frame(0x80, new byte[] {0, (byte) 0xC0, 0}));
            for (byte b : stream) {
                socket.getOutputStream().write(b);
            }
            assertThat(machine.packets(6)).containsOnly(PingReq.INSTANCE);
            assertThat(socket.getInputStream().readNBytes(4)).isEqualTo(new byte[] {(byte) 0x8A, 2, 1, 2});
            machine.onLoop(() -> {
                machine.link.send(PingResp.INSTANCE);
                machine.link.send(PingResp.INSTANCE);
                machine.link.flush();
            });
            assertThat(socket.getInputStream().readNBytes(6))
                    .isEqualTo(new byte[] {(byte) 0x82, 4, (byte) 0xD0, 0, (byte) 0xD0, 0});
        }
    }

    @Test
    void aTextFrameEndsTheConnection() throws Exception {
        assertEndsWith(1003, frame(0x81, "hello".getBytes(StandardCharsets.UTF_8)));
        assertEndsWith(1003, frame(0x01, new byte[] {'h'}));
    }

    @Test
    void whatBreaksTheRulesOfWebSocketEndsTheConnection() throws Exception {
        assertEndsWith(1002, new byte[] {(byte) 0x82, 2, (byte) 0xC0, 0}); // not masked
        assertEndsWith(1002, frame(0xC2, PING_REQUEST)); // a reserved bit
        assertEndsWith(1002, frame(0x83, PING_REQUEST)); // a reserved kind
        assertEndsWith(1002, frame(0x80, PING_REQUEST)); // goes on with what has not begun
    }

    @Test
    void aFrameLongerThanAnyPacketIsAViolationBeforeItsBytesCome() throws Exception {
        try (Socket socket = open()) {
            Machine machine = accept();
            socket.getOutputStream().write(frame(0x82, PING_REQUEST));
            assertThat(machine.packets(1)).hasSize(1);
            socket.getOutputStream()
                    .write(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0x10, 0, 0, 0, 1, 2, 3, 4});
            assertThat(machine.event()).isEqualTo("violation PACKET_TOO_LARGE");
            assertThat(socket.getInputStream().readNBytes(4))
                    .isEqualTo(new byte[] {(byte) 0x88, 2, 1000 >> 8, (byte) 1000});
        }
    }

    @Test
    void aCloseIsAnsweredWithItsStatusAndTheConnectionEnds() throws Exception {
        assertEndsWith(4001, frame(0x88, new byte[] {4001 >> 8, (byte) 4001}));
    }

    @Test
    void aPacketTooLargeIsAnnouncedThroughManyFrames() throws Exception {
        try (Socket socket = open()) {
            socket.getOutputStream().write(frame(0x82, new byte[] {0x10, (byte) 0xFF}));
            socket.getOutputStream().write(frame(0x82, new byte[] {(byte) 0xFF, 0x7F}));
            assertThat(accept().event()).isEqualTo("violation PACKET_TOO_LARGE");
        }
    }

    @Test
    void whoSendsMuchButNoConnectIsClosed() throws Exception {
        try (Socket socket = open()) {
            Machine machine = accept();
            byte[] ping = frame(0x89, new byte[100]);
            Thread sender = new Thread(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        socket.getOutputStream().write(ping);
                    }
                } catch (IOException closed) {
                    // As wanted.
                }
            });
            sender.start();
            socket.getInputStream().readAllBytes();
            socket.close();
            sender.join(10_000);
            assertThat(machine.event()).contains("without a CONNECT");
        }
    }

    private void assertRefused(String request, int status, String why) throws Exception {
        try (Socket socket = connect()) {
            String answer = ask(socket, request);
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(why);
            socket.close();
            assertThat(accept().event()).startsWith("closed");
        }
    }

    private void assertEndsWith(int status, byte[] frames) throws Exception {
        try (Socket socket = open()) {
            Machine machine = accept();
            socket.getOutputStream().write(concat(frames, frame(0x82, PING_REQUEST)));
            assertThat(socket.getInputStream().readAllBytes())
                    .isEqualTo(new byte[] {(byte) 0x88, 2, (byte) (status >> 8), (byte) status});
            socket.close();
            assertThat(machine.event()).startsWith("closed: ");
            assertThat(machine.batches).isEmpty();
        }
    }

    /** A frame as a client sends it: masked. */
    private static byte[] frame(int first, byte[] content) {
        byte[] mask = {0x12, 0x34, 0x56, 0x78};
        byte[] frame = Arrays.copyOf(
                new byte[] {(byte) first, (byte) (0x80 | content.length), mask[0], mask[1], mask[2], mask[3]},
                6 + content.length);
        for (int i = 0; i < content.length; i++) {
            frame[6 + i] = (byte) (content[i] ^ mask[i % 4]);
        }
        return frame;
    }

    private Socket open() throws IOException {
        Socket socket = connect();
        assertThat(ask(socket, request("/mqtt?token=1", "Sec-WebSocket-Protocol: mqtt\r\n")))
                .startsWith("HTTP/1.1 101 ");
        return socket;
    }

    private static String request(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" + headers + "\r\n";
    }

    /** The head of the answer. */
    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private Machine accept() throws InterruptedException {
        Machine machine = accepted.poll(10, TimeUnit.SECONDS);
        if (machine == null) {
            throw new AssertionError("no connection was accepted");
        }
        return machine;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
