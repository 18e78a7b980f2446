package dev.mqttra.client;

import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import dev.mqttra.protocol.packet.ConnAck;
import dev.mqttra.protocol.packet.Connect;
import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.MqttVersion;
import dev.mqttra.protocol.packet.Packet;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.Publish;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.SubAck;
import dev.mqttra.protocol.packet.Subscribe;
import dev.mqttra.protocol.topic.TopicFilter;
import dev.mqttra.protocol.topic.TopicName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A client on simulated time, with the test as its server. */
final class Rig {
    enum Network {
        OPENS,
        REFUSES,
        HANGS
    }

    /** Keeps what it gets. */
    static final class Keeper implements MessageHandler {
        final List<Delivery> deliveries = new ArrayList<>();
        int batches;

        @Override
        public void onMessage(Delivery delivery) {
            deliveries.add(delivery);
        }

        @Override
        public void onBatchEnd() {
            batches++;
        }

        List<String> texts() {
            return deliveries.stream().map(Rig::text).toList();
        }

        Delivery last() {
            return deliveries.get(deliveries.size() - 1);
        }
    }

    static final class Events implements ClientListener {
        final List<String> all = new ArrayList<>();

        @Override
        public void onConnected(boolean sessionPresent) {
            all.add("connected " + sessionPresent);
        }

        @Override
        public void onDisconnected(String reason) {
            all.add("disconnected: " + reason);
        }

        @Override
        public void onConnectFailed(String reason, int attempt) {
            all.add("failed " + attempt + ": " + reason);
        }

        @Override
        public void onRefused(ReasonCode reason, int attempt) {
            all.add("refused " + attempt + ": " + reason);
        }

        @Override
        public void onSubscriptionRefused(TopicFilter filter, ReasonCode reason) {
            all.add("subscription refused: " + filter + " " + reason);
        }
    }

    final SimulatedOwner owner = new SimulatedOwner();
    final Events events = new Events();
    final List<WireLink> links = new ArrayList<>();
    Network network = Network.OPENS;
    int attempts;
    int servers = 1;
    String server = "one";
    Properties connAckProperties = Properties.NONE;
    private Function<Link, LinkHandler> hanging;
    final MqttClient client;

    Rig() {
        this(config());
    }

    Rig(ClientConfig.Builder config) {
        client = new MqttClient(config.build(), owner, new Wire(), events, new SplittableRandom(7));
    }

    static ClientConfig.Builder config() {
        return config(MqttVersion.V3_1_1);
    }

    static ClientConfig.Builder config(@Nullable MqttVersion version) {
        return ClientConfig.builder().clientId("rig").cleanStart(false).version(version);
    }

    private final class Wire implements Connector {
        @Override
        public void connect(Function<Link, LinkHandler> opened, Consumer<Throwable> failed) {
            attempts++;
            switch (network) {
                case OPENS -> owner.execute(() -> open(opened));
                case REFUSES -> owner.execute(() -> failed.accept(new java.net.ConnectException("refused")));
                case HANGS -> hanging = opened;
            }
        }

        @Override
        public int servers() {
            return servers;
        }

        @Override
        public String server() {
            return server;
        }
    }

    private void open(Function<Link, LinkHandler> opened) {
        WireLink link = new WireLink(owner);
        links.add(link);
        link.handler = opened.apply(link);
    }

    /** The transport that hung opens at last. */
    void openLate() {
        owner.run(() -> open(hanging));
    }

    WireLink link() {
        return links.get(links.size() - 1);
    }

    /** What the server says in CONNACK from now on. */
    Rig saying(Property property, long value) {
        connAckProperties =
                connAckProperties.toBuilder().number(property, value).build();
        return this;
    }

    /** Starts, and lets CONNECT leave. */
    Connect started() {
        client.start();
        return (Connect) written().get(0);
    }

    /** Starts and has the connection accepted as a new session. CONNECT and SUBSCRIBE are taken from the link. */
    Rig connected() {
        client.start();
        owner.runAll();
        accept(false);
        link().written().forEach(this::grant);
        link().written();
        return this;
    }

    void accept(boolean sessionPresent) {
        link().receive(new ConnAck(sessionPresent, ReasonCode.SUCCESS, connAckProperties));
    }

    /** Answers a SUBSCRIBE with what it asks for. */
    void grant(Packet packet) {
        if (packet instanceof Subscribe subscribe) {
            link().receive(new SubAck(
                    subscribe.packetId(),
                    subscribe.subscriptions().stream()
                            .map(subscription -> ReasonCode.granted(subscription.qos()))
                            .toList()));
        }
    }

    /** Loses the connection, lets the wait go by, and has a new one accepted; its CONNECT is taken from the link. */
    void reconnected(boolean sessionPresent) {
        link().lose();
        comeBack(sessionPresent);
    }

    /** After a loss. */
    void comeBack(boolean sessionPresent) {
        nextLink();
        link().written();
        accept(sessionPresent);
    }

    /** Lets time go by until a link opens. */
    void nextLink() {
        int before = links.size();
        for (int i = 0; i < 100_000 && links.size() == before; i++) {
            owner.pass(Duration.ofMillis(10));
        }
    }

    List<Packet> written() {
        owner.runAll();
        return link().written();
    }

    static Message message(String topic, String text) {
        return new Message(TopicName.of(topic), text.getBytes(StandardCharsets.UTF_8));
    }

    static Publish arriving(String topic, String text, QoS qos, int packetId) {
        return new Publish(message(topic, text), qos, false, false, packetId);
    }

    static Publish repeated(String topic, String text, QoS qos, int packetId) {
        return new Publish(message(topic, text), qos, false, true, packetId);
    }

    static String text(Delivery delivery) {
        return new String(delivery.message().payload(), StandardCharsets.UTF_8);
    }
}
