/**
 * An MQTT client that never gives up: it connects, subscribes, comes back after every loss, and leaves it to the
 * application when a message is acknowledged. It runs over a socket, or over a link inside the VM, with the same code.
 */
@NullMarked
package dev.mqttra.client;

import org.jspecify.annotations.NullMarked;
