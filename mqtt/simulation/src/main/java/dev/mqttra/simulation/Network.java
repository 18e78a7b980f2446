package dev.mqttra.simulation;

import dev.mqttra.client.Connector;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What lies between clients and broker: it refuses, delays, splits and cuts by its random numbers, until it has cut as
 * often as it may; then it only delays and splits, so that every history comes to an end.
 */
final class Network {
    private static final long MILLISECOND = 1_000_000;

    private final SimulatedTime time;
    private final SimulatedBroker broker;
    private final RandomGenerator random;
    private final Faults faults;
    private final @Nullable Consumer<String> trace;
    private int connections;
    private int cuts;

    /**
     * How bad it is.
     *
     * @param maximumDelayMillis of one piece of bytes
     * @param cutOneIn of so many pieces one is the last of its connection, on average
     * @param maximumCuts how many connections are cut
     * @param splitOneIn of so many writes one arrives in pieces; 1 is every one
     */
    record Faults(int maximumDelayMillis, int cutOneIn, int maximumCuts, int splitOneIn) {}

    /**
     * @param trace told what leaves, arrives and breaks, for a person who looks at one seed; null for nobody
     */
    Network(
            SimulatedTime time,
            SimulatedBroker broker,
            RandomGenerator random,
            Faults faults,
            @Nullable Consumer<String> trace) {
        this.time = time;
        this.broker = broker;
        this.random = random;
        this.faults = faults;
        this.trace = trace;
    }

    /** How a client gets to the broker. */
    Connector connector(SimulatedOwner owner) {
        return (opened, failed) -> time.after(delay(), () -> owner.enter(() -> connect(owner, opened, failed)));
    }

    private void connect(SimulatedOwner owner, Function<Link, LinkHandler> opened, Consumer<Throwable> failed) {
        if (cuts < faults.maximumCuts() && random.nextInt(10) == 0) {
            cuts++;
            failed.accept(new IOException("refused"));
            return;
        }
        connections++;
        SimulatedLink client = new SimulatedLink(this, time, false, "client " + connections, owner::enter);
        SimulatedLink server = new SimulatedLink(this, time, true, "server " + connections, broker::enter);
        client.join(server);
        server.join(client);
        client.handler(opened.apply(client));
        time.after(delay(), () -> broker.enter(() -> server.handler(broker.connected(server))));
    }

    long delay() {
        return random.nextLong(faults.maximumDelayMillis() * MILLISECOND + 1);
    }

    /** Whether this piece is the last of its connection. */
    boolean cutsNow() {
        if (cuts < faults.maximumCuts() && random.nextInt(faults.cutOneIn()) == 0) {
            cuts++;
            return true;
        }
        return false;
    }

    /** After what time one end notices that the connection is gone: at once, soon, or only a minute later. */
    long untilNoticed() {
        return switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextLong(200) * MILLISECOND;
            default -> random.nextLong(60_000) * MILLISECOND;
        };
    }

    /** How many of so many bytes travel together. */
    int piece(int bytes) {
        return random.nextInt(faults.splitOneIn()) == 0 ? 1 + random.nextInt(bytes) : bytes;
    }

    void trace(String end, Object what) {
        if (trace != null) {
            trace.accept(String.format("%12.6f %s %s", time.now() / 1e9, end, what));
        }
    }
}
