package dev.mqttra.ra.outbound;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The transaction of the calling thread, as the server's registry tells. Its outbox is one per transaction, however many
 * handles, factories and adapter instances publish in it, so that the order of the calls is kept. Thread-safe.
 */
final class Transactions {
    /** The key of the outbox among a transaction's resources. */
    private static final Object OUTBOX = new Object() {
        @Override
        public String toString() {
            return "dev.mqttra.outbox";
        }
    };

    private final TransactionSynchronizationRegistry registry;

    Transactions(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * The outbox of the transaction that the calling thread is in, null where it is in none.
     *
     * @throws IllegalStateException if the transaction is so near its end that nobody can join it any more
     */
    @Nullable
    Outbox current() {
        if (registry.getTransactionKey() == null) {
            return null;
        }
        return switch (registry.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED, Status.STATUS_UNKNOWN -> null;
            // What is published in a transaction that cannot commit is forgotten with it.
            case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK -> Outbox.ended();
            default -> joined();
        };
    }

    private Outbox joined() {
        Outbox outbox = (Outbox) registry.getResource(OUTBOX);
        if (outbox == null) {
            outbox = new Outbox();
            registry.registerInterposedSynchronization(outbox);
            registry.putResource(OUTBOX, outbox);
        }
        return outbox;
    }
}
