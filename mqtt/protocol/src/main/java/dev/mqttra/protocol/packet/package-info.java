/**
 * The control packets of MQTT, one immutable model for 3.1, 3.1.1 and 5.0. A packet of an older version is a packet of
 * 5.0 with {@link dev.mqttra.protocol.packet.Properties#NONE no properties}; what differs on the wire is the codec's.
 */
@NullMarked
package dev.mqttra.protocol.packet;

import org.jspecify.annotations.NullMarked;
