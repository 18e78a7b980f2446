package dev.mqttra.sample.page;

/** The body of a request for another set-point. */
public class SetPointRequest {
    public Double celsius = Double.NaN;
}
