/** Where what must outlive a connection, or the process, is kept: the port that the core writes to. */
@NullMarked
package dev.mqttra.broker.store;

import org.jspecify.annotations.NullMarked;
