package dev.mqttra.ra.inbound;

import dev.mqttra.ra.log.Log;
import dev.mqttra.ra.log.OnceAMinute;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * A transaction that the server has left on one of its threads. Payara does, where an application is undeployed in the
 * middle of a delivery: what it began in {@code beforeDelivery} is ended by none of the calls that follow, and whatever
 * runs on that thread later, of any application, joins it and is never committed. No interface of the Connectors
 * specification ends it, so it is rolled back by the server's own transaction manager.
 */
final class LeftTransaction {
    /** Where Payara and GlassFish have theirs, and WildFly. */
    private static final List<String> MANAGERS =
            List.of("java:appserver/TransactionManager", "java:jboss/TransactionManager");

    private final String name;
    private final TransactionSynchronizationRegistry registry;
    private final OnceAMinute telling = new OnceAMinute();

    /** @param name of the activation, for the log */
    LeftTransaction(String name, TransactionSynchronizationRegistry registry) {
        this.name = name;
        this.registry = registry;
    }

    /** Ends what is left on the caller's thread, which is in no delivery. What goes wrong is logged and no reason not to deliver. */
    void end() {
        try {
            if (registry.getTransactionKey() != null) {
                manager().rollback();
                Log.leftTransactionEnded(name);
            }
        } catch (NamingException | SystemException | RuntimeException e) {
            if (telling.isDue(System.nanoTime())) {
                Log.leftTransactionUnknown(name, e);
            }
        }
    }

    @SuppressWarnings("BanJNDI") // constant names, in the naming of the server itself
    private static TransactionManager manager() throws NamingException {
        InitialContext context = new InitialContext();
        NamingException missing = new NamingException("no transaction manager at " + MANAGERS);
        for (String each : MANAGERS) {
            try {
                return (TransactionManager) context.lookup(each);
            } catch (NamingException e) {
                missing.addSuppressed(e);
            }
        }
        throw missing;
    }
}
