package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** That one is found and rolled back is shown on the servers, which have the transaction manager for it. */
class LeftTransactionTest {

    @Test
    void aRegistryThatThrowsIsNoReasonNotToDeliver() {
        var registry = (TransactionSynchronizationRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, arguments) -> {
                    throw new IllegalStateException("shutting down");
                });

        assertThatCode(new LeftTransaction("Bean", registry)::end).doesNotThrowAnyException();
    }
}
