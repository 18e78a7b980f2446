package dev.mqttra.ra.hosted;

import dev.mqttra.client.ClientListener;
import dev.mqttra.client.MqttClient;
import dev.mqttra.ra.config.ConnectionSettings;
import jakarta.resource.ResourceException;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients, for activations and for connection factories: of the hosted broker, through a link inside the VM, or of
 * a remote one. Thread-safe.
 */
public interface ClientFactory {

    /** How many deliveries may be unacknowledged where a client receives nothing. */
    int NO_DELIVERIES = 1;

    /** The client logs how it fares; nobody else needs to be told. */
    ClientListener NOBODY = new ClientListener() {};

    /**
     * Makes a client that is not started yet: register every subscription, then {@link MqttClient#start()}. Opens the
     * hosted broker's port if this is its first use; a remote broker need not be up. Not to be called on an event loop.
     *
     * @param receiveMaximum how many deliveries may be unacknowledged, 1 to 65,535
     * @param listener told how the client fares, on an event loop
     * @return the caller's, to be closed before the adapter stops
     * @throws ResourceException if the hosted broker's port cannot be opened, naming port and property, or the adapter
     *     is not running
     */
    MqttClient create(ConnectionSettings settings, int receiveMaximum, ClientListener listener)
            throws ResourceException;

    /** The same, with nobody to be told: the client logs how it fares. */
    default MqttClient create(ConnectionSettings settings, int receiveMaximum) throws ResourceException {
        return create(settings, receiveMaximum, NOBODY);
    }

    /** Whether the hosted broker ends with this adapter instance, as no other one hosts it. */
    boolean hostsAlone();

    /**
     * Takes the client identifier that the settings say, if they say one, so that no other user of this or another adapter
     * instance has it at the same broker.
     *
     * @param user told to whoever wants it too
     * @return null if it is the user's until {@link #giveBack}; otherwise who has it
     */
    @Nullable
    String take(ConnectionSettings settings, String user);

    /** The identifier that was taken with these settings is free again. */
    void giveBack(ConnectionSettings settings);

    /**
     * The client that all connections of equal settings publish through, for one more user; started. Opens the hosted
     * broker's port if this is its first use. Not to be called on an event loop.
     *
     * @return the caller's until {@link SharedClient#release()}
     * @throws ResourceException as {@link #create}
     */
    SharedClient share(ConnectionSettings settings) throws ResourceException;
}
