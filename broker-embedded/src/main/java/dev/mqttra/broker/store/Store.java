package dev.mqttra.broker.store;

/** Being written. */
public interface Store {}
