package dev.mqttra.sample.plant;

import java.util.List;

/**
 * The state of the plant.
 *
 * @param readings the newest ones, the newest first
 * @param setPoints the last one of each line
 * @param answers the last one of each device
 */
public record Snapshot(List<Reading> readings, List<Device> devices, List<SetPoint> setPoints, List<Answer> answers) {}
