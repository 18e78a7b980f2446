/**
 * Real application servers as processes of their own: unpacked distributions are configured for loopback and free
 * ports, started, administered and stopped. Tests and the demonstration use it; nothing of it is shipped.
 */
@NullMarked
package dev.mqttra.servers;

import org.jspecify.annotations.NullMarked;
