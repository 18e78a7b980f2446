package dev.mqttra.it.app;

import jakarta.transaction.TransactionManager;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The server's own transaction manager, for what an application should not do. */
public final class ServerTransactions {
    private ServerTransactions() {}

    /** Each server has its own name for it. */
    static TransactionManager manager() throws NamingException {
        String name = System.getProperty("jboss.home.dir") == null ? "java:appserver/" : "java:jboss/";
        return InitialContext.doLookup(name + "TransactionManager");
    }
}
