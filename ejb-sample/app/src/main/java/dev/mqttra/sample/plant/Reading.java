package dev.mqttra.sample.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One temperature that a device has measured. */
@Entity
@Table(name = "plant_reading")
public class Reading {

    /** What makes a reading the same one when its message comes a second time: its device and its time. */
    @Id
    @Column(length = 80)
    private String id;

    @Column(name = "line_name", length = 40, nullable = false)
    private String line;

    @Column(name = "device_name", length = 40, nullable = false)
    private String device;

    private double celsius;

    @Column(name = "set_point")
    private double setPoint;

    @Column(name = "taken_at", nullable = false)
    private Instant at;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    protected Reading() {}

    public Reading(String line, String device, double celsius, double setPoint, Instant at) {
        this.id = device + "@" + at.toEpochMilli();
        this.line = line;
        this.device = device;
        this.celsius = celsius;
        this.setPoint = setPoint;
        this.at = at;
    }

    public String getLine() {
        return line;
    }

    public String getDevice() {
        return device;
    }

    public double getCelsius() {
        return celsius;
    }

    /** What the device aims at. */
    public double getSetPoint() {
        return setPoint;
    }

    public Instant getAt() {
        return at;
    }
}
