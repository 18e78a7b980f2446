/**
 * Security inflow [Connectors 16.4]: as whom a Work runs, and the question to the server's realm whether a password is
 * right. Knows nothing of MQTT.
 */
@NullMarked
package dev.mqttra.ra.security;

import org.jspecify.annotations.NullMarked;
