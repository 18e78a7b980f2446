/** Simulated devices of a plant, which speak MQTT as any device would. */
@NullMarked
package dev.mqttra.sample.devices;

import org.jspecify.annotations.NullMarked;
