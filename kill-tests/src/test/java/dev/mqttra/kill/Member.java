package dev.mqttra.kill;

import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import dev.mqttra.servers.WildFly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One of the servers whose beans are one group: all have the same beans with the same client identifiers, told apart by the
 * name of the server, and each has a broker and a database of its own. Serves one thread.
 */
final class Member implements AutoCloseable {
    private final String name;
    private final AppServer server;
    private final Deployment deployment;
    private final Trigger trigger;
    private final List<Station> stations;

    private Member(AppServer server, Path work, Map<Channel, Ledger> ledgers, int broker) {
        this.name = server.getClass().getSimpleName();
        this.server = server;
        this.deployment = new Deployment(server, Rig.path("archives"), work);
        this.trigger = new Trigger(server::kill);
        this.stations = ledgers.entrySet().stream()
                .map(entry -> new Station(
                        entry.getKey(),
                        entry.getValue(),
                        new Network(entry.getKey(), entry.getValue(), trigger, broker)))
                .toList();
    }

    /** @param broker the port of the broker of this server */
    static Member payara(Path work, Map<Channel, Ledger> ledgers, int broker) throws IOException {
        Path own = Files.createDirectories(work.resolve("payara"));
        return new Member(new Payara(Rig.path("payara.home"), own, ServerPorts.free()), work, ledgers, broker);
    }

    /** As {@link #payara}. */
    static Member wildFly(Path work, Map<Channel, Ledger> ledgers, int broker) throws IOException {
        Path own = Files.createDirectories(work.resolve("wildfly"));
        return new Member(new WildFly(Rig.path("wildfly.home"), own, ServerPorts.free()), work, ledgers, broker);
    }

    void start() {
        deployment.start(stations, Map.of("nodeName", name), Map.of("sharedSubscription", "group"));
    }

    List<Station> stations() {
        return stations;
    }

    /** @return completes with the number of the message for whose sake the server was killed */
    CompletableFuture<Long> killAt(Step step, Channel channel) {
        return trigger.arm(step, channel);
    }

    /** Starts the server that was killed, with no way to its broker: what it has written is seen, and nothing is added. */
    void startApart() {
        stations.forEach(station -> station.network().down());
        server.startAgain();
    }

    /** Gives the way to the broker back. */
    void join() {
        stations.forEach(station -> station.network().up());
    }

    /** The messages that the beans of this server have written. */
    Set<Long> rows(Channel channel) throws IOException {
        return deployment.rows().count(channel, 0).keySet();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Station station : stations) {
            station.network().close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
