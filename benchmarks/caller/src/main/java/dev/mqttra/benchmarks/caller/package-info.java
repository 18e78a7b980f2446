/**
 * A resource adapter without a network: it calls message-driven beans as fast as the container lets it. What a bean
 * reaches here is the container's own ceiling, beside which deliveries by MQTT are read.
 */
@NullMarked
package dev.mqttra.benchmarks.caller;

import org.jspecify.annotations.NullMarked;
