package dev.mqttra.ra.hosted;

import dev.mqttra.ra.config.AdapterProperties;
import jakarta.resource.spi.work.WorkManager;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * What a started adapter instance offers its activations and connection factories, from start to stop.
 *
 * @param properties what connections take their defaults from; not changed after the start
 * @param workManager where application code runs
 * @param transactions the registry of the server, thread-safe
 */
public record AdapterContext(
        AdapterProperties properties,
        WorkManager workManager,
        TransactionSynchronizationRegistry transactions,
        ClientFactory clients,
        Delays delays) {}
