/**
 * Kills servers at every step of a delivery, while messages come in, and counts what the beans have written.
 */
@NullMarked
package dev.mqttra.kill;

import org.jspecify.annotations.NullMarked;
