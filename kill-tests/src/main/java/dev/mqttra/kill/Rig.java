package dev.mqttra.kill;

import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.QoS;
import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import dev.mqttra.servers.WildFly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that runs: the brokers and the publishers, which stay up; the server with the beans and with the broker that
 * the adapter hosts, which does not; and the networks between them. Serves one thread.
 */
final class Rig implements AutoCloseable {
    /** The server's name in a cluster, if it had one. */
    static final String NODE = "node-7";

    private final List<BrokerProcess> brokers = new ArrayList<>();
    private final List<Station> stations = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final EventLoops loops = EventLoops.start(1);
    private final int hostedPort = ServerPorts.freePort();
    private final AppServer server;
    private final Deployment deployment;
    private final Trigger trigger;
    private final StepListener steps;

    private Rig(AppServer server, Path directory) {
        this.server = server;
        this.deployment = new Deployment(server, path("archives"), path("work"));
        this.trigger = new Trigger(this::kill);
        startBrokers(directory);
        brokers.forEach(broker -> addStations(broker.name(), broker.port()));
        addStations(Channel.HOSTED, hostedPort);
        this.steps = new StepListener(
                trigger,
                stations.stream().map(Station::channel).collect(Collectors.toMap(Channel::topic, Function.identity())));
    }

    private void addStations(String broker, int port) {
        for (QoS qos : List.of(QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE)) {
            Channel channel = new Channel(broker, qos);
            Ledger ledger = new Ledger(channel);
            stations.add(new Station(channel, ledger, new Network(channel, ledger, trigger, port)));
        }
    }

    /**
     * Starts everything and returns when messages come in.
     *
     * @param kind {@code payara} or {@code wildfly}
     */
    static Rig start(String kind) {
        Path directory = path("work").resolve(kind);
        ServerPorts ports = ServerPorts.free();
        AppServer server =
                switch (kind) {
                    case "payara" -> new Payara(path("payara.home"), directory, ports);
                    case "wildfly" -> new WildFly(path("wildfly.home"), directory, ports);
                    default ->
                        throw new IllegalArgumentException("The server is 'payara' or 'wildfly', not '" + kind + "'");
                };
        Rig rig = new Rig(server, path("work").resolve(kind + "-brokers"));
        try {
            Map<String, String> adapter = Map.of("hostedPort", "" + rig.hostedPort, "nodeName", NODE);
            rig.deployment.start(rig.stations, adapter, Map.of());
            rig.startPublishers();
            return rig;
        } catch (RuntimeException e) {
            rig.close();
            throw e;
        }
    }

    private void startBrokers(Path directory) {
        try {
            // A directory of its own for each run: Mosquitto would go on with what it has in there.
            Files.createDirectories(directory);
            Path fresh = Files.createTempDirectory(directory, "run");
            brokers.add(BrokerProcess.ours(path("archives").resolve("mqtt-broker.jar"), fresh));
            BrokerProcess mosquitto = BrokerProcess.mosquitto(fresh);
            if (mosquitto != null) {
                brokers.add(mosquitto);
            } else if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("Mosquitto is not installed (Debian: apt-get install mosquitto)");
            } else {
                System.out.println("Mosquitto takes no part: not installed (Debian: apt-get install mosquitto)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startPublishers() {
        for (BrokerProcess broker : brokers) {
            List<Station> ofBroker = stations.stream()
                    .filter(station -> station.channel().broker().equals(broker.name()))
                    .toList();
            publishers.add(new Publisher(broker.port(), ofBroker, loops));
        }
        stations.stream()
                .filter(station -> station.channel().isHosted())
                .forEach(station ->
                        publishers.add(new Publisher(station.network().port(), List.of(station), loops)));
    }

    private void kill() {
        server.kill();
        stations.forEach(station -> station.ledger().ended());
    }

    /** Stops the server in an orderly way. */
    void stop() {
        server.stop();
        stations.forEach(station -> station.ledger().ended());
    }

    /** Starts the server that was killed or stopped, and returns when it says that it is ready. */
    void startAgain() {
        server.startAgain();
    }

    /** How many messages the server has acknowledged since the beginning. */
    long acknowledged() {
        return stations.stream()
                .mapToLong(station -> station.ledger().acknowledged())
                .sum();
    }

    AppServer server() {
        return server;
    }

    Trigger trigger() {
        return trigger;
    }

    List<Station> stations() {
        return stations;
    }

    RowsPage rows() {
        return deployment.rows();
    }

    /** Publishes a message whose bean tells how far it is. */
    void publishWatched(Station station) {
        publishers.stream()
                .filter(publisher -> publisher.publishesTo(station))
                .forEach(publisher -> publisher.publishWatched(station, steps.port()));
    }

    /** Has as many messages come in as the server takes, from now on or no more. */
    void hurry(boolean wanted) {
        publishers.forEach(publisher -> publisher.hurry(wanted));
    }

    /** Publishes no more. */
    void pause() {
        publishers.forEach(Publisher::pause);
    }

    @Override
    public void close() {
        publishers.forEach(Publisher::close);
        try {
            server.close();
            steps.close();
            for (Station station : stations) {
                station.network().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        brokers.forEach(BrokerProcess::close);
        loops.close();
    }

    /** What the build says in a system property. */
    static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("The system property " + property + " is missing; the build sets it");
        }
        return Path.of(value).toAbsolutePath();
    }
}
