package dev.mqttra.ra.outbound;

import dev.mqttra.api.MqttConnection;
import dev.mqttra.api.MqttMessage;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What an application holds: it leads to the managed connection that the server has associated it with, until it is
 * closed or the server takes the managed connection back.
 */
final class ConnectionHandle implements MqttConnection {
    private final AtomicReference<@Nullable MqttManagedConnection> managed;

    ConnectionHandle(MqttManagedConnection managed) {
        this.managed = new AtomicReference<>(managed);
    }

    /** Leads to another managed connection from now on. Returns the one before, null if closed. */
    @Nullable
    MqttManagedConnection associate(MqttManagedConnection other) {
        return managed.getAndSet(other);
    }

    /** The server has taken the managed connection back. */
    void invalidate(MqttManagedConnection by) {
        managed.compareAndSet(by, null);
    }

    @Override
    public void publish(MqttMessage message) {
        open().publish(Objects.requireNonNull(message, "message"));
    }

    @Override
    public CompletionStage<Void> publishAsync(MqttMessage message) {
        return open().publishAsync(Objects.requireNonNull(message, "message"));
    }

    @Override
    public void close() {
        MqttManagedConnection last = managed.getAndSet(null);
        if (last != null) {
            last.closed(this);
        }
    }

    private MqttManagedConnection open() {
        MqttManagedConnection current = managed.get();
        if (current == null) {
            throw new IllegalStateException("the MqttConnection is closed: get another one from its factory");
        }
        return current;
    }
}
