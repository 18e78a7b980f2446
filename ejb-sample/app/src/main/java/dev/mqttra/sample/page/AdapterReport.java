package dev.mqttra.sample.page;

import java.time.Instant;
import java.util.Map;

/**
 * What the adapter has counted.
 *
 * @param broker the numbers of the hosted broker by name; empty if the adapter hosts none
 * @param activations the numbers of all message-driven beans by name, added up
 */
public record AdapterReport(Instant at, Map<String, Long> broker, Map<String, Long> activations) {}
