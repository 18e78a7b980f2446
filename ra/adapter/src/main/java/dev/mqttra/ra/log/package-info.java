/** What the adapter writes to the log. */
@NullMarked
package dev.mqttra.ra.log;

import org.jspecify.annotations.NullMarked;
