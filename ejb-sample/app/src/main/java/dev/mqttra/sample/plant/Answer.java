package dev.mqttra.sample.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What a device answered to the last set-point it got. */
@Entity
@Table(name = "plant_answer")
public class Answer {

    @Id
    @Column(name = "device_name", length = 40)
    private String device;

    @Column(name = "line_name", length = 40, nullable = false)
    private String line;

    private double celsius;

    private boolean accepted;

    @Column(name = "reason_text", length = 200, nullable = false)
    private String reason;

    @Column(name = "answered_at", nullable = false)
    private Instant at;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    protected Answer() {}

    public Answer(String line, String device, double celsius, boolean accepted, String reason, Instant at) {
        this.line = line;
        this.device = device;
        this.celsius = celsius;
        this.accepted = accepted;
        this.reason = reason;
        this.at = at;
    }

    public String getLine() {
        return line;
    }

    public String getDevice() {
        return device;
    }

    /** The set-point that it is about. */
    public double getCelsius() {
        return celsius;
    }

    public boolean isAccepted() {
        return accepted;
    }

    /** Why it was not accepted; empty if it was. */
    public String getReason() {
        return reason;
    }

    public Instant getAt() {
        return at;
    }
}
