package dev.mqttra.api;

/** Quality of Service. */
public enum QoS {
    /** QoS 0: sent once, not acknowledged, may be lost. */
    AT_MOST_ONCE,
    /** QoS 1: acknowledged, may arrive more than once. */
    AT_LEAST_ONCE,
    /** QoS 2: acknowledged twice, passed on once by the protocol. */
    EXACTLY_ONCE
}
