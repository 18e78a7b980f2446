package dev.mqttra.sample.page;

import java.time.Instant;
import java.util.Map;

/**
 * What the adapter has counted.
 *
 * @param address where the hosted broker listens; empty if the adapter hosts none
 * @param broker the numbers of the hosted broker by name; empty if the adapter hosts none
 * @param activations the numbers of all message-driven beans by name, added up
 */
public record AdapterReport(Instant at, String address, Map<String, Long> broker, Map<String, Long> activations) {}
