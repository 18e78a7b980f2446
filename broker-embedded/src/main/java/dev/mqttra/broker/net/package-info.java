/** Where the broker's core meets the world: its listeners, its thread and its clock. */
@NullMarked
package dev.mqttra.broker.net;

import org.jspecify.annotations.NullMarked;
