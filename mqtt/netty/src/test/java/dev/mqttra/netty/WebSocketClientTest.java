package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.netty.ServerUri.Scheme;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What our connector writes to a WebSocket server and takes from it, seen by a server of plain sockets. */
class WebSocketClientTest {
    private EventLoops loops;
    private ServerSocket server;
    private Socket socket;
    private List<String> request;
    private Machine machine;

    @BeforeEach
    void connect() throws Exception {
        loops = EventLoops.start(1);
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CompletableFuture<Machine> connected = new CompletableFuture<>();
        new TcpConnector(loops.loop(0), Runnable::run, 1_024, null)
                .connect(
                        new ServerUri(Scheme.WS, "127.0.0.1", server.getLocalPort(), "/mqtt"),
                        Duration.ofSeconds(10),
                        link -> {
                            Machine opened = new Machine(link);
                            connected.complete(opened);
                            return opened;
                        },
                        connected::completeExceptionally);
        socket = server.accept();
        socket.setSoTimeout(10_000);
        request = header(socket);
        String key = request.stream()
                .filter(line -> line.toLowerCase().startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + accept(key) + "\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        machine = connected.get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws IOException {
        loops.close();
        socket.close();
        server.close();
    }

    private static List<String> header(Socket from) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.US_ASCII), 1);
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
            lines.add(line);
        }
        return lines;
    }

    private static String accept(String key) throws Exception {
        byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** One unmasked frame, as a server sends it. */
    private void frame(int firstByte, int... payload) throws IOException {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) firstByte;
        frame[1] = (byte) payload.length;
        for (int i = 0; i < payload.length; i++) {
            frame[2 + i] = (byte) payload[i];
        }
        write(frame);
    }

    /** [MQTT-6.0.0-3] */
    @Test
    void offersTheSubprotocol() {
        assertThat(request).anyMatch(line -> line.equalsIgnoreCase("sec-websocket-protocol: mqtt"));
    }

    /** [MQTT-6.0.0-1] */
    @Test
    void writesBinaryFrames() throws Exception {
        machine.onLoop(() -> {
            machine.link.send(PingReq.INSTANCE);
            machine.link.flush();
        });
        byte[] frame = socket.getInputStream().readNBytes(8);
        assertThat(frame[0]).as("final and binary").isEqualTo((byte) 0x82);
        assertThat(frame[1]).as("masked, two bytes").isEqualTo((byte) 0x82);
        assertThat(frame[6] ^ frame[2]).isEqualTo((byte) 0xC0);
        assertThat(frame[7] ^ frame[3]).isZero();
    }

    /** [MQTT-6.0.0-2] */
    @Test
    void readsPacketsWhereverTheFramesBegin() throws Exception {
        frame(0x82, 0xD0, 0, 0xD0);
        frame(0x02, 0);
        frame(0x80, 0xD0, 0);
        assertThat(machine.packets(3)).containsOnly(PingResp.INSTANCE).hasSize(3);
    }

    /** [MQTT-6.0.0-1] */
    @Test
    void closesWhereATextFrameComes() throws Exception {
        frame(0x81, 0xD0, 0);
        assertThat(machine.event()).startsWith("closed");
        assertThat(machine.batches).isEmpty();
        byte[] left = socket.getInputStream().readAllBytes();
        assertThat(left[0]).as("a close frame, and the end").isEqualTo((byte) 0x88);
    }
}
