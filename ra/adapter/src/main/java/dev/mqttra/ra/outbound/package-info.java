/** Publishing for applications: light connections over a shared client, held back while a transaction is open. */
@NullMarked
package dev.mqttra.ra.outbound;

import org.jspecify.annotations.NullMarked;
