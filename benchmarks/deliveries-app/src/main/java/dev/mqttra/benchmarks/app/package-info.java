/** The same beans twice: called by MQTT, and by the caller without a network. */
@NullMarked
package dev.mqttra.benchmarks.app;

import org.jspecify.annotations.NullMarked;
