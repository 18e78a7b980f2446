package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;

/**
 * The answer to a request, to be published when the request's delivery has succeeded.
 *
 * @param message with the request's response topic and correlation data
 */
record Reply(Message message, QoS qos, boolean retain) {}
