/** The state machines of the exchanges, role-free: a publisher in the client and a subscriber's leg in the broker are the same {@link dev.mqttra.protocol.session.SendFlow}. No I/O, no clock: time is an argument. */
@NullMarked
package dev.mqttra.protocol.session;

import org.jspecify.annotations.NullMarked;
