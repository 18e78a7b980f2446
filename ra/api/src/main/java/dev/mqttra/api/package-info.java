/**
 * What applications compile against: the listener interfaces and annotations of message-driven beans, and the
 * connection for publishing. The adapter carries this package; an application must not bring its own copy.
 */
@NullMarked
package dev.mqttra.api;

import org.jspecify.annotations.NullMarked;
