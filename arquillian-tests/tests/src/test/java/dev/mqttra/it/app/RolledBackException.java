package dev.mqttra.it.app;

import jakarta.ejb.ApplicationException;

/** Checked, and rolls back. */
@ApplicationException(rollback = true)
public class RolledBackException extends Exception {
    private static final long serialVersionUID = 1L;

    public RolledBackException(String message) {
        super(message);
    }
}
