package dev.mqttra.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a client takes its leave.
 *
 * @param publishWill whether the server publishes the will nevertheless: DISCONNECT 04 in 5.0, no DISCONNECT in 3.x
 * @param sessionExpiry how long the server keeps the session from now on, in 5.0: whole seconds from 0 to 4,294,967,294;
 *     null leaves it as it was. A session that was to end with its connection cannot be prolonged: then it is left out
 */
public record Goodbye(boolean publishWill, @Nullable Duration sessionExpiry) {
    /** The will is deleted, the session lasts as configured. */
    public static final Goodbye NORMAL = new Goodbye(false, null);

    public Goodbye {
        if (sessionExpiry != null
                && (sessionExpiry.getNano() != 0
                        || sessionExpiry.isNegative()
                        || sessionExpiry.getSeconds() >= ConnectionTerms.SESSION_NEVER_EXPIRES)) {
            throw new IllegalArgumentException(
                    "sessionExpiry is whole seconds from 0 to 4294967294, not " + sessionExpiry);
        }
    }
}
