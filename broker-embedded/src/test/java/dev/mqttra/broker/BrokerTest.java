package dev.mqttra.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.codec.ProtocolViolation;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerTest {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100d00044d5154540402003c000161");

    @Test
    void aPortInUseFailsNamingPortAndProperty() throws Exception {
        try (Broker broker = Broker.start(anyPort())) {
            BrokerConfig same = BrokerConfig.builder().port(broker.port()).build();
            assertThatThrownBy(() -> Broker.start(same))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + broker.port() + " (property 'port')")
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void anAddressThatDoesNotExistFailsNamingTheProperty() {
        assertThatThrownBy(() -> Broker.start(
                        anyPort().toBuilder().host("no-such-host.invalid").build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no-such-host.invalid (property 'host')");
    }

    @Test
    void moreThanLoopbackIsRefusedWithoutAnAuthenticator() throws Exception {
        BrokerConfig everywhere = anyPort().toBuilder().host("0.0.0.0").build();
        assertThatThrownBy(() -> Broker.start(everywhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'host'")
                .hasMessageContaining("'allowAnonymousRemote'");
        Broker.start(everywhere.toBuilder().allowAnonymousRemote(true).build()).close();
        Broker.start(everywhere.toBuilder()
                        .authenticator(login -> Authenticator.ANONYMOUS.authenticate(login))
                        .build())
                .close();
    }

    @Test
    void closeFreesThePortAndClosesTheConnections() throws Exception {
        Broker broker = Broker.start(anyPort());
        int port = broker.port();
        try (Socket client = connect(port)) {
            InputStream in = client.getInputStream();
            assertThat(in.readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
            broker.close();
            broker.close();
            assertThat(in.read()).isEqualTo(-1);
            assertThatThrownBy(() -> connect(port).close()).isInstanceOf(IOException.class);
            Broker.start(BrokerConfig.builder().port(port).build()).close();
        }
    }

    @Test
    void tenStartsAndStopsLeaveNoThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int i = 0; i < 10; i++) {
            try (Broker broker = Broker.start(anyPort(), 2);
                    Socket client = connect(broker.port())) {
                assertThat(client.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
            }
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread)) {
                    assertThat(thread.getName()).startsWith("mqtt-loop");
                    thread.join(10_000);
                }
            }
        }
    }

    @Test
    void severalBrokersShareLoopsAndEndAlone() throws Exception {
        try (EventLoops loops = EventLoops.start(1)) {
            Broker first = Broker.start(anyPort(), loops);
            try (Broker second = Broker.start(anyPort(), loops)) {
                first.close();
                try (Socket client = connect(second.port())) {
                    assertThat(client.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
                    assertThat(second.statistics().accepted()).isEqualTo(1);
                }
                await().until(() -> second.statistics().connections() == 0);
            }
        }
    }

    @Test
    void aClientInsideTheVmConnectsWithoutASocket() throws Exception {
        BrokerConfig noPort = BrokerConfig.builder().port(-1).build();
        try (Broker broker = Broker.start(noPort)) {
            assertThat(broker.port()).isEqualTo(-1);
            BlockingQueue<Object> told = new LinkedBlockingQueue<>();
            broker.openLocal("a test", broker.loop(), link -> new LocalClient(link, told));
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(new ConnAck(false, ReasonCode.SUCCESS));
            broker.close();
            assertThat(told.poll(10, TimeUnit.SECONDS)).asString().startsWith("closed");
        }
    }

    @Test
    void aClientThatDoesNotConnectInTimeIsClosed() throws Exception {
        BrokerConfig impatient =
                anyPort().toBuilder().connectTimeout(Duration.ofMillis(50)).build();
        try (Broker broker = Broker.start(impatient);
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            silent.setSoTimeout(10_000);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static BrokerConfig anyPort() {
        return BrokerConfig.builder().port(0).build();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(CONNECT);
        return socket;
    }

    private static final class LocalClient implements LinkHandler {
        private final BlockingQueue<Object> told;

        LocalClient(Link link, BlockingQueue<Object> told) {
            this.told = told;
            link.send(new Connect(MqttVersion.V3_1_1, "inside", true, 0, null, null, null, Properties.NONE));
            link.flush();
        }

        @Override
        public void onPacket(Packet packet, long now) {
            told.add(packet);
        }

        @Override
        public void onBatchEnd(long now) {}

        @Override
        public void onViolation(ProtocolViolation violation, long now) {}

        @Override
        public void onWritable(long now) {}

        @Override
        public void onClosed(String reason, long now) {
            told.add("closed: " + reason);
        }
    }
}
