/** An application's message and the protocol's: one says what the other does. Seen by both directions. */
@NullMarked
package dev.mqttra.ra.message;

import org.jspecify.annotations.NullMarked;
