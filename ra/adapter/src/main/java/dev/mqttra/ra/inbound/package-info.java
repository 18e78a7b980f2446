/** Inbound: from a message that arrived to a bean that has dealt with it, and back to its acknowledgement. */
@NullMarked
package dev.mqttra.ra.inbound;

import org.jspecify.annotations.NullMarked;
