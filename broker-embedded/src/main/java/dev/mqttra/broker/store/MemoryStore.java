package dev.mqttra.broker.store;

/** Being written. */
public final class MemoryStore implements Store {}
