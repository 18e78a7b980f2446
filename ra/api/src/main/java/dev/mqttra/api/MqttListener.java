package dev.mqttra.api;

/**
 * The listener interface of a message-driven bean that gets the messages of a topic filter. The activation properties
 * {@code topicFilter} and {@code qos} say which.
 */
public interface MqttListener {

    /**
     * A message arrived. Called on a thread of the server, by several at once on several bean instances. The message is
     * acknowledged after the bean's transaction has committed, or, where it has none, after this method has returned.
     * After a rollback or an exception it comes again, later.
     */
    void onMessage(MqttMessage message);
}
