package dev.mqttra.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The topic filter whose messages a method of an {@link MqttEndpoint} bean gets. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface TopicFilter {

    /**
     * A topic filter. {@code +} and <code>{name}</code> stand for one level; {@code #} and <code>{name...}</code>, as
     * the last level, for the rest. A {@link TopicLevel} parameter gets what a name stood for.
     */
    String value();

    /** The highest QoS at which messages are asked for. */
    QoS qos() default QoS.AT_LEAST_ONCE;
}
