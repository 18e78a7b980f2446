package dev.mqttra.sample.page;

import org.jspecify.annotations.Nullable;

/** The body of a request for another set-point. */
public class SetPointRequest {
    public @Nullable Double celsius;
}
