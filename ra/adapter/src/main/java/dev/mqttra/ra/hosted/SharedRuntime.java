package dev.mqttra.ra.hosted;

import dev.mqttra.netty.Cancellable;
import dev.mqttra.netty.EventLoops;
import dev.mqttra.ra.config.AdapterProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.config.HostedSettings;
import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.security.SecurityInflow;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkException;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import jakarta.resource.spi.work.WorkRejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the started adapter instances of one class loader share: one event loop and the hosted brokers by name. A server
 * may start several instances in one class loader (WildFly does, one for each connection factory that an application
 * defines), and they must find the same broker behind the same port; so this is the one place with a static field.
 *
 * <p>The loop starts when the first client or broker needs it, on a thread of the instance that asked, and lives until
 * the last instance has left. Thread-safe by one lock, which no event loop ever takes: starting and stopping may wait
 * for the loop while they hold it.
 */
public final class SharedRuntime {
    /** The runtime of this class loader. */
    public static final SharedRuntime INSTANCE = new SharedRuntime();

    /** Changed under the lock, read without it. */
    private final List<Membership> members = new CopyOnWriteArrayList<>();

    private final Map<String, HostedBroker> brokers = new HashMap<>();
    private final SharedClients clients = new SharedClients();
    private final ClientIds clientIds = new ClientIds();
    /** Written under the lock; read without it by what an event loop calls. */
    private volatile @Nullable EventLoops loops;

    /** A runtime of its own, for tests; everything else uses {@link #INSTANCE}. */
    SharedRuntime() {}

    /**
     * An adapter instance joins, at its start.
     *
     * @throws ResourceException if a property is wrong, or contradicts another instance that hosts a broker of the same
     *     name; if the broker is eager and its port cannot be opened. Nothing is left behind then
     */
    public Membership join(AdapterProperties properties, WorkManager workManager) throws ResourceException {
        try {
            EarlyClasses.load();
            HostedSettings settings = HostedSettings.of(properties);
            synchronized (this) {
                HostedBroker open = brokers.get(settings.brokerName());
                (open == null ? settingsOf(settings.brokerName()) : open.settings()).join(settings);
                Membership member = new Membership(this, settings, workManager, freeNumber());
                members.add(member);
                return member;
            }
        } catch (IllegalArgumentException e) {
            throw new ResourceAdapterInternalException(e.getMessage());
        }
    }

    private int freeNumber() {
        int number = 1;
        while (isTaken(number)) {
            number++;
        }
        return number;
    }

    private boolean isTaken(int number) {
        return members.stream().anyMatch(member -> member.instance() == number);
    }

    /** An adapter instance leaves, at its stop. With the last one of a name its broker closes, with the very last the loop. */
    void leave(Membership member) {
        synchronized (this) {
            if (!members.remove(member)) {
                return;
            }
            // Each step even where the one before fails: a port or a thread that stays would last as long as the
            // server.
            try {
                closeHosted(member.brokerName());
            } finally {
                if (members.isEmpty()) {
                    closeLoops();
                }
            }
        }
    }

    /** Whether no other instance hosts the broker of a member. */
    boolean hostsAlone(Membership member) {
        return members.stream()
                .noneMatch(other -> other != member && other.brokerName().equals(member.brokerName()));
    }

    private void closeHosted(String name) {
        if (members.stream().anyMatch(other -> other.brokerName().equals(name))) {
            return;
        }
        try {
            clients.close(name);
        } finally {
            HostedBroker broker = brokers.remove(name);
            if (broker != null) {
                broker.close();
            }
        }
    }

    private void closeLoops() {
        EventLoops last = loops;
        if (last == null) {
            return;
        }
        try {
            clients.close(null);
        } finally {
            last.close();
            loops = null;
        }
    }

    /** The broker that a member hosts, open. */
    HostedBroker broker(Membership member) throws ResourceException {
        synchronized (this) {
            HostedBroker broker = brokers.get(member.brokerName());
            if (broker == null) {
                broker = open(member);
                brokers.put(member.brokerName(), broker);
            }
            broker.used();
            return broker;
        }
    }

    /** A failure leaves no loop behind that was started for this: Payara may not manage to stop the adapter after it. */
    private HostedBroker open(Membership member) throws ResourceException {
        boolean first = loops == null;
        boolean opened = false;
        try {
            HostedSettings settings = settingsOf(member.brokerName());
            if (settings.authenticatedByServer()) {
                SecurityInflow.check(member.workManager(), "hostedAuthentication=server");
            }
            HostedBroker broker =
                    HostedBroker.open(settings, loops(member), new ServerRealm(this::schedule, this::after));
            opened = true;
            return broker;
        } finally {
            if (first && !opened) {
                closeLoops();
            }
        }
    }

    /** The event loops, started on a member's thread if they do not run yet. */
    EventLoops loops(Membership member) throws ResourceException {
        synchronized (this) {
            if (!members.contains(member)) {
                throw new ResourceAdapterInternalException("the resource adapter is not running");
            }
            EventLoops running = loops;
            if (running == null) {
                try {
                    running = EventLoops.start(1, WorkThreads.longRunning(member.workManager(), "the MQTT event loop"));
                } catch (IllegalStateException e) {
                    throw new ResourceAdapterInternalException(e.getMessage(), e);
                }
                loops = running;
            }
            return running;
        }
    }

    /** Runs a task later. An event loop calls it too, so it takes no lock while the loops run. */
    Cancellable after(Membership member, long delayNanos, Runnable task) throws ResourceException {
        EventLoops running = loops;
        return (running == null ? loops(member) : running).next().schedule(task, delayNanos);
    }

    /** Runs a task later, on behalf of what all instances share. */
    private Cancellable after(long delayNanos, Runnable task) {
        EventLoops running = loops;
        if (running == null) {
            throw new RejectedExecutionException("the resource adapter has stopped");
        }
        return running.next().schedule(task, delayNanos);
    }

    /** Which client identifiers are in use. */
    ClientIds clientIds() {
        return clientIds;
    }

    /** A shared client for one more user. */
    SharedClient share(Membership member, ConnectionSettings settings) throws ResourceException {
        synchronized (this) {
            return clients.acquire(member, settings, this::after);
        }
    }

    /**
     * Runs what may block for a while on a thread of an instance that lives: clients outlive the instance that made them
     * where another one uses them too. Called on the event loop, so without the lock and without waiting.
     *
     * @throws RejectedExecutionException if the server has no thread now
     */
    void runBlocking(Runnable task) {
        for (Membership member : members) {
            WorkThreads.brief(member.workManager(), "looking up the name of a broker")
                    .execute(task);
            return;
        }
        throw new RejectedExecutionException("the resource adapter has stopped");
    }

    /** Hands a short Work to the server of an instance that lives, likewise. */
    private void schedule(Work work, WorkListener listener) throws WorkException {
        for (Membership member : members) {
            ExecutionContext none = null;
            member.workManager().scheduleWork(work, WorkManager.INDEFINITE, none, listener);
            return;
        }
        throw new WorkRejectedException("the resource adapter has stopped");
    }

    private HostedSettings settingsOf(String name) {
        HostedSettings together = HostedSettings.nothingSaid(name);
        for (Membership member : members) {
            if (member.brokerName().equals(name)) {
                together = together.join(member.settings());
            }
        }
        return together;
    }

    static void closeQuietly(String what, AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            Log.closeFailed(what, e);
        }
    }
}
