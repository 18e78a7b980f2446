package dev.mqttra.ra.inbound;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;

/**
 * How the transaction of one delivery ended. Only remembers: what a Synchronization throws is swallowed, and a timeout
 * rolls back on a thread of the server's while the bean still runs.
 */
final class TransactionOutcome implements Synchronization {
    private static final int NOT_YET = -1;

    private volatile int status = NOT_YET;

    /** Skipped on rollback, so nothing can be learnt here. */
    @Override
    public void beforeCompletion() {}

    /** Takes the argument: a registry asked in here says that there is no transaction. */
    @Override
    public void afterCompletion(int completed) {
        status = completed;
    }

    boolean isKnown() {
        return status != NOT_YET;
    }

    boolean isCommitted() {
        return status == Status.STATUS_COMMITTED;
    }

    /** For a message to a person. */
    @Override
    public String toString() {
        return switch (status) {
            case NOT_YET -> "the outcome of its transaction is not known";
            case Status.STATUS_COMMITTED -> "its transaction was committed";
            case Status.STATUS_ROLLEDBACK -> "its transaction was rolled back";
            default -> "its transaction ended with status " + status;
        };
    }
}
