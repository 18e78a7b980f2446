/**
 * What adapter instances of one class loader share: the event loops, the hosted brokers, and the way to a client. The
 * only package that sees both the broker and the client.
 */
@NullMarked
package dev.mqttra.ra.hosted;

import org.jspecify.annotations.NullMarked;
