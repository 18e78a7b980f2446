package dev.mqttra.sample.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The temperature that was asked of a line last. */
@Entity
@Table(name = "plant_set_point")
public class SetPoint {

    @Id
    @Column(name = "line_name", length = 40)
    private String line;

    private double celsius;

    @Column(name = "asked_at", nullable = false)
    private Instant at;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    protected SetPoint() {}

    public SetPoint(String line, double celsius, Instant at) {
        this.line = line;
        this.celsius = celsius;
        this.at = at;
    }

    public String getLine() {
        return line;
    }

    public double getCelsius() {
        return celsius;
    }

    public Instant getAt() {
        return at;
    }
}
