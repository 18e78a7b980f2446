package dev.mqttra.sample.plant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Whether a device is there: it says so itself when it connects, and its last will says when it is gone. */
@Entity
@Table(name = "plant_device")
public class Device {

    @Id
    @Column(name = "device_name", length = 40)
    private String name;

    @Column(name = "line_name", length = 40, nullable = false)
    private String line;

    private boolean online;

    @Column(name = "changed_at", nullable = false)
    private Instant at;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    protected Device() {}

    public Device(String name, String line, boolean online, Instant at) {
        this.name = name;
        this.line = line;
        this.online = online;
        this.at = at;
    }

    public String getName() {
        return name;
    }

    public String getLine() {
        return line;
    }

    public boolean isOnline() {
        return online;
    }

    public Instant getAt() {
        return at;
    }
}
