/** The resource adapter: its lifecycle. */
@NullMarked
package dev.mqttra.ra;

import org.jspecify.annotations.NullMarked;
