package dev.mqttra.interop;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where a peer does not do what a test expects of all: a footnote in docs/interop.md. It stands on a method that
 * overrides the test; with {@code @Test} the method shows what the peer does instead, without it there is nothing to test.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Deviation {
    /** A sentence that says what the peer does. */
    String value();
}
