package dev.mqttra.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.netty.ServerUri.Scheme;
import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.PingReq;
import dev.mqttra.protocol.packet.PingResp;
import dev.mqttra.protocol.packet.PubAck;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.topic.TopicName;
import io.netty.util.internal.InternalThreadLocalMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our connector and our listener through every transport. */
class TransportTest {
    private static final int MAXIMUM_PACKET_SIZE = 32 << 20;
    private static final TopicName TOPIC = TopicName.of("a/b");

    @TempDir
    static Path folder;

    private static Certificates server;
    private static Certificates elsewhere;
    private static Certificates client;

    private final BlockingQueue<Machine> accepted = new LinkedBlockingQueue<>();
    private Function<NettyLink, Machine> machines = Machine::new;
    private EventLoops loops;
    private @Nullable Listener listener;

    @BeforeAll
    static void makeKeys() throws Exception {
        server = Certificates.ofThisMachine(folder);
        elsewhere = Certificates.create(folder, "elsewhere", "dns:elsewhere.example");
        client = Certificates.create(folder, "client", "dns:client");
    }

    @BeforeEach
    void start() {
        loops = EventLoops.start(1);
    }

    @AfterEach
    void close() {
        if (listener != null) {
            listener.close();
        }
        loops.close();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void packetsOfAllSizesArriveBothWays(Scheme scheme) throws Exception {
        machines = Echo::new;
        listen(scheme, of(server));
        Machine machine = connect(scheme, trusting(server));
        int[] sizes = {0, 1, 125, 126, 1_000, 16_384, 65_535, 65_536, 131_072, 1_000_000, 5 << 20};
        machine.onLoop(() -> {
            for (int i = 0; i < sizes.length; i++) {
                machine.link.publish(message(sizes[i]), QoS.AT_LEAST_ONCE, false, false, i + 1, CopyProperties.NONE);
            }
            machine.link.flush();
        });
        List<Packet> packets = machine.packets(sizes.length);
        for (int i = 0; i < sizes.length; i++) {
            Publish publish = (Publish) packets.get(i);
            assertThat(publish.packetId()).isEqualTo(i + 1);
            assertThat(Arrays.equals(
                            publish.message().payload(), message(sizes[i]).payload()))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void aLargePayloadIsSharedAndNotTouched(Scheme scheme) throws Exception {
        machines = Echo::new;
        listen(scheme, of(server));
        Machine machine = connect(scheme, trusting(server));
        Message message = message(300_000);
        machine.onLoop(() -> {
            machine.link.publish(message, QoS.AT_LEAST_ONCE, false, false, 1, CopyProperties.NONE);
            machine.link.publish(message, QoS.AT_LEAST_ONCE, false, false, 2, CopyProperties.NONE);
            machine.link.flush();
        });
        for (Packet packet : machine.packets(2)) {
            assertThat(Arrays.equals(
                            ((Publish) packet).message().payload(),
                            message(300_000).payload()))
                    .isTrue();
        }
        assertThat(Arrays.equals(message.payload(), message(300_000).payload())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void closeSendsWhatIsQueuedFirst(Scheme scheme) throws Exception {
        listen(scheme, of(server));
        Machine machine = connect(scheme, trusting(server));
        Machine peer = accept();
        peer.onLoop(() -> {
            peer.link.send(PingResp.INSTANCE);
            peer.link.send(new PubAck(7));
            peer.link.close();
            peer.link.send(new PubAck(8));
        });
        assertThat(machine.packets(2)).containsExactly(PingResp.INSTANCE, new PubAck(7));
        assertThat(machine.event()).startsWith("closed");
        assertThat(peer.event()).isEqualTo("closed: closed here");
        assertThat(machine.batches).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void bytesOfPacketsAreCounted(Scheme scheme) throws Exception {
        machines = Echo::new;
        Traffic traffic = listen(scheme, of(server));
        Machine machine = connect(scheme, trusting(server));
        machine.onLoop(() -> {
            machine.link.publish(message(1_000), QoS.AT_LEAST_ONCE, false, false, 1, CopyProperties.NONE);
            machine.link.send(PingReq.INSTANCE);
            machine.link.publish(message(100_000), QoS.AT_LEAST_ONCE, false, false, 2, CopyProperties.NONE);
            machine.link.flush();
        });
        machine.packets(3);
        int bytes = (1 + 2 + 2 + 3 + 2 + 1_000) + 2 + (1 + 3 + 2 + 3 + 2 + 100_000);
        assertThat(traffic.received()).isEqualTo(bytes);
        assertThat(traffic.sent()).isEqualTo(bytes);
        assertThat(traffic.sentPackets()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Scheme.class)
    void aLoopThatEndsClosesItsLinks(Scheme scheme) throws Exception {
        listen(scheme, of(server));
        try (EventLoops others = EventLoops.start(1)) {
            Machine machine = connect(others, scheme, "127.0.0.1", trusting(server));
            accept();
            loops.close();
            assertThat(machine.event()).startsWith("closed");
        }
    }

    /** TLS would wait for its farewell to leave, and the loop ends before. */
    @Test
    void aLoopThatEndsClosesALinkWhosePeerReadsNothing() throws Exception {
        listen(Scheme.SSL, of(server));
        try (EventLoops others = EventLoops.start(1)) {
            Machine machine = connect(others, Scheme.SSL, "127.0.0.1", trusting(server));
            Machine peer = accept();
            machine.onLoop(() -> machine.link.reading(false));
            peer.onLoop(() -> {
                peer.link.publish(message(20 << 20), QoS.AT_MOST_ONCE, false, false, 0, CopyProperties.NONE);
                peer.link.flush();
            });
            await().until(() -> !peer.link.writable());
            loops.close();
            assertThat(peer.event()).startsWith("closed");
        }
    }

    /** In a server the threads are lent, and the class loader must be free when they are given back. */
    @Test
    void theLoopsGiveTheirThreadsBackWithoutAnythingOfTlsAndWebSocket() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 3; i++) {
                loops.close();
                loops = EventLoops.start(1, pool);
                listen(Scheme.WSS, of(server));
                Machine machine = connect(Scheme.WSS, trusting(server));
                Machine peer = accept();
                machine.onLoop(() -> {
                    machine.link.send(PingReq.INSTANCE);
                    machine.link.flush();
                });
                assertThat(peer.packets(1)).hasSize(1);
                loops.close();
                assertThat(pool.submit(() -> InternalThreadLocalMap.getIfSet() == null)
                                .get(10, TimeUnit.SECONDS))
                        .isTrue();
            }
        } finally {
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        await().pollInSameThread().untilAsserted(() -> {
            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    @Test
    void aPemServerAndAHostNameDo() throws Exception {
        listen(
                Scheme.SSL,
                Tls.builder().certificate(server.certificate(), server.key()).build());
        assertThat(connect(loops, Scheme.SSL, "localhost", trusting(server))).isNotNull();
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        listen(Scheme.SSL, of(elsewhere));
        assertFails(Scheme.SSL, trusting(elsewhere), "127.0.0.1");
        assertThat(accept().event()).startsWith("closed: ");
        Tls careless = Tls.builder()
                .trustedCertificates(elsewhere.certificate())
                .verifyHostName(false)
                .build();
        assertThat(connect(Scheme.SSL, careless)).isNotNull();
    }

    @Test
    void aCertificateOfNobodyTrustedIsRefused() throws Exception {
        listen(Scheme.WSS, of(server));
        assertFails(Scheme.WSS, Tls.ofPlatform(), "certification path");
        assertFails(Scheme.WSS, null, "certification path");
        assertFails(Scheme.WSS, trusting(elsewhere), "PKIX");
    }

    @Test
    void clientsCertificatesAreAskedForAndVerified() throws Exception {
        listen(
                Scheme.SSL,
                Tls.builder()
                        .keyStore(server.keyStore(), Certificates.PASSWORD)
                        .trustStore(client.keyStore(), Certificates.PASSWORD)
                        .trustedCertificates(client.certificate())
                        .clientCertificateRequired(true)
                        .build());
        Tls known = Tls.builder()
                .keyStore(client.keyStore(), Certificates.PASSWORD)
                .trustedCertificates(server.certificate())
                .build();
        Machine machine = connect(Scheme.SSL, known);
        Machine peer = accept();
        machine.onLoop(() -> {
            machine.link.send(PingReq.INSTANCE);
            machine.link.flush();
        });
        assertThat(peer.packets(1)).containsExactly(PingReq.INSTANCE);
        Tls stranger = Tls.builder()
                .keyStore(elsewhere.keyStore(), Certificates.PASSWORD)
                .trustedCertificates(server.certificate())
                .build();
        assertNoPacketArrives(stranger);
        assertNoPacketArrives(trusting(server));
    }

    /** In TLS 1.3 a client learns that it is refused only after its side of the handshake is done. */
    private void assertNoPacketArrives(Tls tls) throws Exception {
        try {
            Machine machine = connect(Scheme.SSL, tls);
            machine.onLoop(() -> {
                machine.link.send(PingReq.INSTANCE);
                machine.link.flush();
            });
            assertThat(machine.event()).startsWith("closed: ");
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(IOException.class);
        }
        Machine peer = accept();
        assertThat(peer.event()).startsWith("closed: ");
        assertThat(peer.batches).isEmpty();
    }

    @Test
    void aClientWithoutTlsIsClosed() throws Exception {
        listen(Scheme.SSL, of(server));
        try (Socket socket = socket()) {
            socket.getOutputStream().write(new byte[] {0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0, 0, 0});
            assertThat(accept().event()).contains("not an SSL/TLS record");
        }
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (Scheme scheme : List.of(Scheme.SSL, Scheme.WS, Scheme.WSS)) {
                CompletableFuture<Machine> connected =
                        connecting(loops, new ServerUri(scheme, "127.0.0.1", silent.getLocalPort(), "/"), null, 100);
                assertThatThrownBy(() -> connected.get(10, TimeUnit.SECONDS))
                        .hasMessageContaining("no connection within 100 ms");
                silent.accept().close();
            }
        }
    }

    @Test
    void aServerThatHangsUpIsAFailure() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (Scheme scheme : List.of(Scheme.SSL, Scheme.WS, Scheme.WSS)) {
                CompletableFuture<Machine> connected =
                        connecting(loops, new ServerUri(scheme, "127.0.0.1", rude.getLocalPort(), "/"), null, 10_000);
                rude.accept().close();
                assertThatThrownBy(() -> connected.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aServerThatIsNoWebSocketIsAFailureWithItsStatus() throws Exception {
        listen(Scheme.WS, of(server));
        CompletableFuture<Machine> connected =
                connecting(loops, new ServerUri(Scheme.WS, "127.0.0.1", port(), "/elsewhere"), null, 10_000);
        assertThatThrownBy(() -> connected.get(10, TimeUnit.SECONDS)).hasMessageContaining("404");
    }

    @Test
    void thePeerOfASlowReaderIsNotWritable() throws Exception {
        listen(Scheme.WSS, of(server));
        Machine machine = connect(Scheme.WSS, trusting(server));
        Machine peer = accept();
        machine.onLoop(() -> machine.link.reading(false));
        peer.onLoop(() -> {
            peer.link.publish(message(20 << 20), QoS.AT_MOST_ONCE, false, false, 0, CopyProperties.NONE);
            peer.link.flush();
        });
        await().until(() -> !peer.link.writable());
        machine.onLoop(() -> machine.link.reading(true));
        assertThat(machine.packets(1)).hasSize(1);
        assertThat(peer.event()).isEqualTo("writable");
    }

    private static final class Echo extends Machine {
        Echo(NettyLink link) {
            super(link);
        }

        @Override
        public void onPacket(Packet packet, long now) {
            link.send(packet instanceof PingReq ? PingResp.INSTANCE : packet);
            link.flush();
        }
    }

    private static Tls of(Certificates own) {
        return Tls.builder().keyStore(own.keyStore(), Certificates.PASSWORD).build();
    }

    private static Tls trusting(Certificates other) {
        return Tls.builder().trustedCertificates(other.certificate()).build();
    }

    private static Message message(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + (i >> 8));
        }
        return new Message(TOPIC, payload);
    }

    private Traffic listen(Scheme scheme, Tls tls) throws IOException {
        Traffic traffic = new Traffic();
        ListenerConfig config = new ListenerConfig(
                MAXIMUM_PACKET_SIZE,
                MAXIMUM_PACKET_SIZE,
                scheme == Scheme.SSL || scheme == Scheme.WSS ? tls : null,
                scheme == Scheme.WS || scheme == Scheme.WSS ? new ListenerConfig.WebSocket("/mqtt", List.of()) : null,
                traffic);
        listener = Listener.bind(loops, new InetSocketAddress("127.0.0.1", 0), config, link -> {
            Machine machine = machines.apply(link);
            accepted.add(machine);
            return machine;
        });
        return traffic;
    }

    private int port() {
        return listener.address().getPort();
    }

    private Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private Machine accept() throws InterruptedException {
        Machine machine = accepted.poll(10, TimeUnit.SECONDS);
        if (machine == null) {
            throw new AssertionError("no connection was accepted");
        }
        return machine;
    }

    private Machine connect(Scheme scheme, @Nullable Tls tls) throws Exception {
        return connect(loops, scheme, "127.0.0.1", tls);
    }

    private Machine connect(EventLoops on, Scheme scheme, String host, @Nullable Tls tls) throws Exception {
        return connecting(on, new ServerUri(scheme, host, port(), "/mqtt"), tls, 10_000)
                .get(10, TimeUnit.SECONDS);
    }

    private void assertFails(Scheme scheme, @Nullable Tls tls, String message) {
        assertThatThrownBy(() -> connect(scheme, tls))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining(message);
    }

    private static CompletableFuture<Machine> connecting(
            EventLoops on, ServerUri server, @Nullable Tls tls, int milliseconds) {
        CompletableFuture<Machine> connected = new CompletableFuture<>();
        new TcpConnector(on.loop(0), Runnable::run, MAXIMUM_PACKET_SIZE, tls)
                .connect(
                        server,
                        Duration.ofMillis(milliseconds),
                        link -> {
                            Machine machine = new Machine(link);
                            connected.complete(machine);
                            return machine;
                        },
                        connected::completeExceptionally);
        return connected;
    }
}
