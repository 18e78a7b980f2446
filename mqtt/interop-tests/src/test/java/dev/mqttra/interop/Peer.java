package dev.mqttra.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a class of tests is about: its row in docs/interop.md. Classes of the same row add to each other. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Peer {
    /** With its version. */
    String value();

    /** Of MQTT. */
    String mqtt();

    /** Whether the peer is a client of our broker; otherwise it is a server of our client. */
    boolean client() default false;
}
