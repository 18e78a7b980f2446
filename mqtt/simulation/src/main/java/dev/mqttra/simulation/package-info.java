/**
 * A deterministic simulation: clients and a broker, the real ones, on simulated time and over a network that delays,
 * splits and cuts by a seed. One seed is one history; it plays the same again.
 */
@NullMarked
package dev.mqttra.simulation;

import org.jspecify.annotations.NullMarked;
