package dev.mqttra.protocol.packet;

import org.jspecify.annotations.Nullable;

/**
 * The publisher of a message as the broker authenticated it.
 *
 * @param clientId the client identifier of the publishing session
 * @param userName the authenticated user, null for an anonymous client
 */
public record Publisher(String clientId, @Nullable String userName) {}
