package dev.mqttra.ra.inbound;

import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One delivery to a bean: {@code beforeDelivery}, the call, {@code afterDelivery}, paired on every path and by one
 * thread [Connectors 14.5.6], and what came of it.
 *
 * <p>No XAResource is enlisted, so a database stays alone in the bean's transaction and commits in one phase. The
 * outcome is learnt from a Synchronization instead: {@code setRollbackOnly} and a rollback by a timeout are invisible to
 * the caller.
 */
final class EndpointCall {
    private final MessageEndpointFactory factory;
    private final TransactionSynchronizationRegistry registry;

    /**
     * What came of a delivery.
     *
     * @param failure why it failed, null for a success. What the bean threw, where it threw
     * @param outcome of the transaction, null where there was none or it was not reached
     * @param endpointUsable whether the endpoint can take another message
     * @param beanFailure what the bean threw although the delivery succeeded: an exception that does not roll back
     * @param reply what is to be published now, before the message is acknowledged; null for nothing
     */
    record Result(
            @Nullable Throwable failure,
            @Nullable TransactionOutcome outcome,
            boolean endpointUsable,
            @Nullable Throwable beanFailure,
            @Nullable Reply reply) {

        static Result failed(Throwable failure, @Nullable TransactionOutcome outcome, boolean endpointUsable) {
            return new Result(failure, outcome, endpointUsable, null, null);
        }

        boolean succeeded() {
            return failure == null;
        }

        static Result unbindable(UnbindableException problem) {
            return failed(problem, null, true);
        }
    }

    EndpointCall(MessageEndpointFactory factory, TransactionSynchronizationRegistry registry) {
        this.factory = factory;
        this.registry = registry;
    }

    /** What a server may have left on a thread. */
    LeftTransaction leftTransaction(String name) {
        return new LeftTransaction(name, registry);
    }

    /** Delivers, and throws nothing: whatever is thrown in there is in the result. */
    Result deliver(MessageEndpoint endpoint, DeliveryMethod method, List<ReceivedMessage> messages) {
        @Nullable Object[] arguments;
        try {
            arguments = method.bind(messages);
        } catch (UnbindableException e) {
            return Result.unbindable(e);
        }
        try {
            endpoint.beforeDelivery(method.method());
        } catch (NoSuchMethodException | ResourceException | RuntimeException | Error e) {
            // Releasing the endpoint, as follows for one that is not usable, aborts what may have begun.
            return Result.failed(e, null, false);
        }
        TransactionOutcome outcome = null;
        Throwable thrown = null;
        boolean called = false;
        Reply reply = null;
        try {
            outcome = register(method);
            called = true;
            reply = reply(method, messages.get(0), method.invoke(endpoint, arguments), outcome);
        } catch (Throwable e) {
            thrown = e;
        }
        try {
            endpoint.afterDelivery();
        } catch (ResourceException | RuntimeException | Error e) {
            if (thrown != null) {
                e.addSuppressed(thrown);
            }
            return Result.failed(e, outcome, false);
        }
        return judge(called, outcome, thrown, reply);
    }

    /**
     * The answer, written while the transaction is open: what the bean returned may be read from the database only now. A
     * result that cannot be written is a failure, of which nothing is to be committed.
     */
    private @Nullable Reply reply(
            DeliveryMethod method,
            ReceivedMessage message,
            @Nullable Object returned,
            @Nullable TransactionOutcome outcome) {
        try {
            return method.reply(message, returned);
        } catch (RuntimeException | Error e) {
            if (outcome != null) {
                registry.setRollbackOnly();
            }
            throw new UnwritableException(e);
        }
    }

    /**
     * Without a transaction the bean's return is the success. With one it is the commit, and also after an exception
     * that the application says does not roll back: the transaction that the message was consumed in has succeeded. One
     * in which the server has refused the call has committed nothing of a bean's.
     */
    private static Result judge(
            boolean called, @Nullable TransactionOutcome outcome, @Nullable Throwable thrown, @Nullable Reply reply) {
        if (called && outcome != null && outcome.isCommitted()) {
            return thrown instanceof EJBException refusal && isRefusal(refusal)
                    ? Result.failed(failureOf(refusal), null, true)
                    : new Result(null, outcome, true, thrown, reply);
        }
        if (thrown != null) {
            return Result.failed(thrown, outcome, true);
        }
        if (outcome != null) {
            return Result.failed(new NotCommittedException(outcome.toString()), outcome, true);
        }
        return new Result(null, null, true, null, reply);
    }

    /**
     * Whether no bean was called although the transaction has committed. WildFly refuses a call to a component that is
     * shutting down that way, with an exception of a class of its own. An EJBException as such does not say that: with it
     * Payara masks what the bean threw, also where that does not roll back.
     */
    private static boolean isRefusal(EJBException thrown) {
        return thrown.getClass() != EJBException.class;
    }

    /** A caller without the role is refused each time: that is the message's, and has an end where one was configured. */
    private static Exception failureOf(EJBException refusal) {
        return refusal instanceof EJBAccessException ? refusal : new RefusedException(refusal);
    }

    /** Registers where there is a transaction: asked of both, as no server says it in the same way for every bean. */
    private @Nullable TransactionOutcome register(DeliveryMethod method) throws NoSuchMethodException {
        if (!method.isTransacted(factory) && registry.getTransactionKey() == null) {
            return null;
        }
        TransactionOutcome outcome = new TransactionOutcome();
        registry.registerInterposedSynchronization(outcome);
        return outcome;
    }

    /** The server has not called the bean: nothing is known against the message. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(EJBException cause) {
            super("the server refused the call", cause, false, false);
        }
    }

    /** The bean returned what is no answer. */
    static final class UnwritableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnwritableException(Throwable cause) {
            super("what the method returned cannot be written", cause, false, false);
        }
    }

    /** The bean returned, and its transaction did not commit. */
    static final class NotCommittedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotCommittedException(String message) {
            super(message, null, false, false);
        }
    }
}
