package dev.mqttra.client;

/**
 * What a client has done so far. The counters only grow; the last four are of this moment.
 *
 * @param connects accepted connections
 * @param connectFailures attempts that failed, refusals included
 * @param received messages that arrived, repeats of one still being dealt with not counted
 * @param unmatched messages among them that matched no subscription of this client and were acknowledged at once
 * @param acknowledged deliveries that were acknowledged
 * @param published publishes that were completed
 * @param publishFailures publishes that failed, those turned away because the buffer was full included
 * @param readingStops how often reading stopped because the window was full
 * @param unacknowledged deliveries that are not acknowledged
 * @param unacknowledgedBytes the payload bytes of these
 * @param pending publishes whose stage is not complete
 * @param pendingBytes the payload bytes of these
 */
public record ClientStatistics(
        long connects,
        long connectFailures,
        long received,
        long unmatched,
        long acknowledged,
        long published,
        long publishFailures,
        long readingStops,
        int unacknowledged,
        long unacknowledgedBytes,
        int pending,
        long pendingBytes) {}
