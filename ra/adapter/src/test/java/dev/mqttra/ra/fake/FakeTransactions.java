package dev.mqttra.ra.fake;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Transactions of the threads that begin them, with interposed Synchronizations. What is registered is called in the
 * order of registration; what it throws is swallowed, as servers do.
 */
public final class FakeTransactions implements TransactionSynchronizationRegistry {
    private final ThreadLocal<Transaction> current = new ThreadLocal<>();
    private final AtomicReference<Supplier<RuntimeException>> failRegistration = new AtomicReference<>();

    /** One transaction. Its outcome may come from any thread. */
    public static final class Transaction {
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        private boolean rollbackOnly;
        private int status = Status.STATUS_ACTIVE;

        /** Commits, or rolls back where that was marked or has happened already. */
        public boolean commit() {
            return complete(true);
        }

        public void rollback() {
            complete(false);
        }

        private boolean complete(boolean wanted) {
            List<Synchronization> told;
            boolean commit;
            synchronized (this) {
                if (status != Status.STATUS_ACTIVE) {
                    return status == Status.STATUS_COMMITTED;
                }
                commit = wanted && !rollbackOnly;
                status = commit ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
                told = List.copyOf(synchronizations);
            }
            for (Synchronization synchronization : told) {
                try {
                    if (commit) {
                        synchronization.beforeCompletion();
                    }
                    synchronization.afterCompletion(status);
                } catch (RuntimeException e) {
                    // Swallowed, as servers do.
                }
            }
            return commit;
        }

        public synchronized void setRollbackOnly() {
            rollbackOnly = true;
        }
    }

    /** Begins a transaction for this thread. */
    public Transaction begin() {
        Transaction transaction = new Transaction();
        current.set(transaction);
        return transaction;
    }

    /** The transaction of this thread, null where there is none. */
    public Transaction current() {
        return current.get();
    }

    /** This thread has none any more. */
    public void end() {
        current.remove();
    }

    /** The next registration of a Synchronization throws. */
    public void failNextRegistration(Supplier<RuntimeException> failure) {
        failRegistration.set(failure);
    }

    @Override
    public Object getTransactionKey() {
        return current.get();
    }

    @Override
    public void putResource(Object key, Object value) {
        active().resources.put(key, value);
    }

    @Override
    public Object getResource(Object key) {
        return active().resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        Supplier<RuntimeException> failure = failRegistration.getAndSet(null);
        if (failure != null) {
            throw failure.get();
        }
        Transaction transaction = active();
        synchronized (transaction) {
            if (transaction.status != Status.STATUS_ACTIVE) {
                throw new IllegalStateException("the transaction is over");
            }
            transaction.synchronizations.add(synchronization);
        }
    }

    @Override
    public int getTransactionStatus() {
        Transaction transaction = current.get();
        if (transaction == null) {
            return Status.STATUS_NO_TRANSACTION;
        }
        synchronized (transaction) {
            return transaction.rollbackOnly && transaction.status == Status.STATUS_ACTIVE
                    ? Status.STATUS_MARKED_ROLLBACK
                    : transaction.status;
        }
    }

    @Override
    public void setRollbackOnly() {
        active().setRollbackOnly();
    }

    @Override
    public boolean getRollbackOnly() {
        return getTransactionStatus() == Status.STATUS_MARKED_ROLLBACK;
    }

    private Transaction active() {
        Transaction transaction = current.get();
        if (transaction == null) {
            throw new IllegalStateException("no transaction");
        }
        return transaction;
    }
}
