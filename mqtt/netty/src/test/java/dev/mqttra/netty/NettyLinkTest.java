package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.protocol.link.Agreement;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NettyLinkTest {
    private static final int MAXIMUM_PACKET_SIZE = 32 << 20;
    private static final ListenerConfig CONFIG =
            new ListenerConfig(MAXIMUM_PACKET_SIZE, MAXIMUM_PACKET_SIZE, null, null, new Traffic());
    private static final TopicName TOPIC = TopicName.of("a/b");

    private final BlockingQueue<Machine> accepted = new LinkedBlockingQueue<>();
    private Function<NettyLink, Machine> machines = Machine::new;
    private EventLoops loops;
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        loops = EventLoops.start(1);
        listener = Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), CONFIG, link -> {
            Machine machine = machines.apply(link);
            accepted.add(machine);
            return machine;
        });
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
    }

    @Test
    void packetsOfOneReadComeInOneBatch() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            machine.onLoop(() -> machine.link.reading(false));
            byte[] pings = new byte[2_000];
            for (int i = 0; i < pings.length; i += 2) {
                pings[i] = (byte) 0xC0;
            }
            socket.getOutputStream().write(pings);
            machine.onLoop(() -> machine.link.reading(true));
            assertThat(machine.batches.poll(10, TimeUnit.SECONDS)).hasSize(1_000);
        }
    }

    @Test
    void packetsArriveWhereverTheBytesAreSplit() throws Exception {
        byte[] bytes = concat(publishBytes(payload(300), 1), new byte[] {(byte) 0xC0, 0}, publishBytes(payload(5), 2));
        try (Socket socket = connect()) {
            Machine machine = accept();
            for (byte b : bytes) {
                socket.getOutputStream().write(b);
            }
            assertThat(machine.packets(3))
                    .containsExactly(
                            new Publish(new Message(TOPIC, payload(300)), QoS.AT_LEAST_ONCE, false, false, 1),
                            PingReq.INSTANCE,
                            new Publish(new Message(TOPIC, payload(5)), QoS.AT_LEAST_ONCE, false, false, 2));
        }
    }

    @Test
    void aStreamOfPacketsOfAllSizesSurvivesCutsAnywhere() throws Exception {
        Random random = new Random(42);
        int[] sizes = random.ints(60, 0, 300_000).toArray();
        try (Socket socket = connect()) {
            Machine machine = accept();
            Thread writer = new Thread(() -> writeInPieces(socket, sizes, random));
            writer.start();
            List<Packet> packets = machine.packets(sizes.length);
            for (int i = 0; i < sizes.length; i++) {
                Publish publish = (Publish) packets.get(i);
                assertThat(publish.packetId()).isEqualTo(i + 1);
                assertThat(publish.message().payload()).isEqualTo(payload(sizes[i]));
            }
            writer.join(10_000);
        }
    }

    @Test
    void aLargePayloadComesBackUnharmedThroughASlowReader() throws Exception {
        machines = link -> new Machine(link) {
            @Override
            public void onPacket(Packet packet, long now) {
                Publish publish = (Publish) packet;
                link.publish(publish.message(), QoS.AT_MOST_ONCE, false, false, 0, CopyProperties.NONE);
                link.send(PingResp.INSTANCE);
                link.flush();
            }
        };
        byte[] payload = payload(20 << 20);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(publishBytes(payload, 1));
            Machine machine = accept();
            await().until(() -> !machine.link.writable());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = in.readNBytes(1 + 4 + 2 + 3);
            assertThat(header[0]).isEqualTo((byte) 0x30);
            assertThat(Arrays.equals(in.readNBytes(payload.length), payload)).isTrue();
            assertThat(in.readNBytes(2)).isEqualTo(new byte[] {(byte) 0xD0, 0});
            assertThat(machine.event()).isEqualTo("writable");
            assertThat(machine.link.writable()).isTrue();
        }
    }

    @Test
    void manyPacketsToASlowReaderArriveInOrder() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            int count = 60_000;
            for (int from = 1; from <= count; from += 1_000) {
                int first = from;
                machine.onLoop(() -> {
                    for (int i = first; i < first + 1_000; i++) {
                        machine.link.publish(
                                new Message(TOPIC, payload(i % 97)),
                                QoS.AT_LEAST_ONCE,
                                false,
                                false,
                                i,
                                CopyProperties.NONE);
                    }
                    machine.link.flush();
                });
            }
            InputStream in = socket.getInputStream();
            for (int i = 1; i <= count; i++) {
                byte[] expected = publishBytes(payload(i % 97), i);
                assertThat(Arrays.equals(in.readNBytes(expected.length), expected))
                        .as("packet %d", i)
                        .isTrue();
            }
        }
    }

    @Test
    void whatIsNotFlushedStaysAndCloseSendsIt() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            machine.onLoop(() -> {
                machine.link.send(new PubAck(7));
                machine.link.close();
                machine.link.send(new PubAck(8));
            });
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(new byte[] {0x40, 2, 0, 7});
            socket.close();
            assertThat(machine.event()).isEqualTo("closed: closed here");
            assertThat(machine.events).isEmpty();
        }
    }

    @Test
    void closingOverUnreadBytesDoesNotTakeTheLastPacketAway() throws Exception {
        machines = link -> new Machine(link) {
            @Override
            public void onPacket(Packet packet, long now) {
                link.send(PingResp.INSTANCE);
                link.close();
            }
        };
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[] {(byte) 0xC0, 0});
            accept();
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(0xD0);
            out.write(new byte[100_000]);
            assertThat(in.readAllBytes()).isEqualTo(new byte[] {0});
        }
    }

    @Test
    void aPeerThatDoesNotCloseIsCutOff() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            machine.onLoop(machine.link::close);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(machine.event()).isEqualTo("closed: closed here");
        }
    }

    @Test
    void aPeerThatDoesNotTakeWhatIsQueuedIsCutOff() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            machine.onLoop(() -> {
                machine.link.publish(
                        new Message(TOPIC, payload(20 << 20)), QoS.AT_MOST_ONCE, false, false, 0, CopyProperties.NONE);
                machine.link.close();
            });
            assertThat(machine.events.poll(20, TimeUnit.SECONDS)).isEqualTo("closed: closed here");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aViolationEndsTheBatchBeforeItAndNothingComesAfterIt() throws Exception {
        try (Socket socket = connect();
                Socket other = connect()) {
            socket.getOutputStream().write(new byte[] {(byte) 0xC0, 0, 0x00, 0x00, (byte) 0xC0, 0});
            Machine machine = accept();
            Machine bystander = accept();
            assertThat(machine.packets(1)).containsExactly(PingReq.INSTANCE);
            assertThat(machine.event()).isEqualTo("violation MALFORMED_PACKET");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.close();
            assertThat(machine.event()).startsWith("closed");
            assertThat(machine.batches).isEmpty();
            other.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
            assertThat(bystander.packets(1)).containsExactly(PingReq.INSTANCE);
        }
    }

    @Test
    void aPacketThatIsTooLargeIsAViolationBeforeItsBytesCome() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(new byte[] {0x30, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F});
            assertThat(accept().event()).isEqualTo("violation PACKET_TOO_LARGE");
        }
    }

    @Test
    void anAnnouncedLengthAllocatesNothingBeforeTheBytesCome() throws Exception {
        ListenerConfig all = new ListenerConfig(268_435_460, 268_435_460, null, null, new Traffic());
        try (Listener wide = Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), all, link -> {
                    Machine machine = new Machine(link);
                    accepted.add(machine);
                    return machine;
                });
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), wide.address().getPort())) {
            Machine machine = accept();
            ByteBufAllocatorMetric memory = ((ByteBufAllocatorMetricProvider) LoopBuffers.ALLOCATOR).metric();
            socket.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
            machine.packets(1);
            long before = memory.usedDirectMemory() + memory.usedHeapMemory();
            socket.getOutputStream().write(new byte[] {(byte) 0xC0, 0, 0x30, -1, -1, -1, 0x7F, 0, 1, 'a', 1, 2, 3});
            machine.packets(1);
            assertThat(memory.usedDirectMemory() + memory.usedHeapMemory()).isEqualTo(before);
            socket.getOutputStream().write(new byte[1_000_000]);
            await().until(() -> machine.link.traffic().received() > 1_000_000);
            assertThat(memory.usedDirectMemory() + memory.usedHeapMemory()).isLessThan(before + 5_000_000);
        }
    }

    @Test
    void theFirstPacketHasABoundOfItsOwn() throws Exception {
        ListenerConfig narrow = new ListenerConfig(MAXIMUM_PACKET_SIZE, 1_000, null, null, new Traffic());
        try (Listener strict = Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), narrow, link -> {
            Machine machine = new Machine(link);
            accepted.add(machine);
            return machine;
        })) {
            int port = strict.address().getPort();
            byte[] allowed = publishBytes(payload(1_000 - 10), 1);
            assertThat(allowed).hasSize(1_000);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(concat(allowed, publishBytes(payload(2_000), 2)));
                assertThat(accept().packets(2)).hasSize(2);
            }
            byte[] tooLarge = publishBytes(payload(1_000 - 9), 1);
            try (Socket whole = new Socket(InetAddress.getLoopbackAddress(), port);
                    Socket announced = new Socket(InetAddress.getLoopbackAddress(), port)) {
                whole.getOutputStream().write(tooLarge);
                assertThat(accept().event()).isEqualTo("violation PACKET_TOO_LARGE");
                announced.getOutputStream().write(tooLarge, 0, 3);
                assertThat(accept().event()).isEqualTo("violation PACKET_TOO_LARGE");
            }
        }
    }

    @Test
    void aThrowingHandlerClosesItsOwnLinkOnly() throws Exception {
        machines = link -> new Machine(link) {
            @Override
            public void onPacket(Packet packet, long now) {
                if (packet instanceof Publish) {
                    throw new IllegalStateException("thrown on purpose");
                }
                super.onPacket(packet, now);
            }
        };
        try (Socket socket = connect();
                Socket other = connect()) {
            Machine machine = accept();
            Machine bystander = accept();
            socket.getOutputStream().write(publishBytes(payload(3), 1));
            assertThat(machine.event()).contains("thrown on purpose");
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            other.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
            assertThat(bystander.packets(1)).containsExactly(PingReq.INSTANCE);
        }
    }

    @Test
    void aLinkThatIsNotReadHoldsThePeerBack() throws Exception {
        try (Socket socket = connect()) {
            Machine machine = accept();
            machine.onLoop(() -> machine.link.reading(false));
            socket.getOutputStream().write(new byte[] {(byte) 0xC0, 0});
            machine.onLoop(() -> {});
            machine.onLoop(() -> {});
            assertThat(machine.batches).isEmpty();
            machine.onLoop(() -> machine.link.reading(true));
            assertThat(machine.packets(1)).containsExactly(PingReq.INSTANCE);
        }
    }

    @Test
    void aServersLinkTakesItsVersionFromConnect() throws Exception {
        Connect connect = new Connect(MqttVersion.V5_0, "c", true, 0, null, null, null, Properties.NONE);
        Machine client = connector();
        Machine machine = accept();
        client.onLoop(() -> {
            client.link.agreed(Agreement.of(MqttVersion.V5_0));
            client.link.send(connect);
            client.link.flush();
        });
        assertThat(machine.packets(1)).containsExactly(connect);
        machine.onLoop(() -> {
            machine.link.send(new PubAck(3, dev.mqttra.protocol.packet.ReasonCode.NOT_AUTHORIZED));
            machine.link.flush();
        });
        assertThat(client.packets(1))
                .containsExactly(new PubAck(3, dev.mqttra.protocol.packet.ReasonCode.NOT_AUTHORIZED));
    }

    @Test
    void aPeerThatClosesIsReported() throws Exception {
        connect().close();
        assertThat(accept().event()).isEqualTo("closed: closed by the peer");
    }

    @Test
    void aPortInUseIsAnIOException() {
        assertThatThrownBy(() -> Listener.bind(loops, listener.address(), ListenerConfig.tcp(1024), Machine::new))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void aConnectionThatFailsIsReportedOnce() throws Exception {
        int port = closedPort();
        assertThatThrownBy(() -> connect("127.0.0.1", port, Runnable::run))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("refused");
        assertThatThrownBy(() -> connect("no-such-host.invalid", port, Runnable::run))
                .hasMessageContaining("no-such-host.invalid");
        assertThatThrownBy(() -> connect("127.0.0.1", port, task -> {
                    throw new RejectedExecutionException("no thread");
                }))
                .hasMessageContaining("no thread");
    }

    /** A port that nobody listens on, and nobody waits at. */
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Machine connector() throws Exception {
        return connect("127.0.0.1", listener.address().getPort(), Runnable::run);
    }

    private Machine connect(String host, int port, java.util.concurrent.Executor lookups) throws Exception {
        CompletableFuture<Machine> connected = new CompletableFuture<>();
        new TcpConnector(loops.loop(0), lookups, MAXIMUM_PACKET_SIZE)
                .connect(
                        new ServerUri(ServerUri.Scheme.TCP, host, port, ""),
                        Duration.ofSeconds(10),
                        link -> {
                            Machine machine = new Machine(link);
                            connected.complete(machine);
                            return machine;
                        },
                        connected::completeExceptionally);
        return connected.get(10, TimeUnit.SECONDS);
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

    private static void writeInPieces(Socket socket, int[] sizes, Random random) {
        try {
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < sizes.length; i++) {
                byte[] bytes = publishBytes(payload(sizes[i]), i + 1);
                for (int at = 0; at < bytes.length; ) {
                    int piece = Math.min(bytes.length - at, 1 + random.nextInt(70_000));
                    out.write(bytes, at, piece);
                    at += piece;
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] payload(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + (i >> 8));
        }
        return payload;
    }

    /** A PUBLISH of QoS 1 to {@link #TOPIC}, written down by hand. */
    private static byte[] publishBytes(byte[] payload, int packetId) {
        int length = 2 + 3 + 2 + payload.length;
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(0x32);
        do {
            out.write(length % 128 | (length >= 128 ? 0x80 : 0));
            length /= 128;
        } while (length > 0);
        out.writeBytes(new byte[] {0, 3, 'a', '/', 'b', (byte) (packetId >> 8), (byte) packetId});
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
