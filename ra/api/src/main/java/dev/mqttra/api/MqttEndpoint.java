package dev.mqttra.api;

/**
 * The listener interface, without methods, of a message-driven bean whose public methods annotated with
 * {@link TopicFilter} get the messages.
 */
public interface MqttEndpoint {}
