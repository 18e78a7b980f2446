package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The harness itself: a test runs inside the server, and another one beside it. */
@ExtendWith(ArquillianExtension.class)
class HarnessIT {

    @Deployment
    static WebArchive war() {
        return ShrinkWrap.create(WebArchive.class, "harness.war").addAsLibraries(Libraries.assertj());
    }

    @Resource
    TransactionSynchronizationRegistry registry;

    @Test
    void aTestRunsInTheServer() {
        assertThat(registry).isNotNull();
    }

    @Test
    @RunAsClient
    void theServerIsAProcessOfItsOwn() {
        assertThat(TestServer.get().pid()).isNotEqualTo(ProcessHandle.current().pid());
        assertThat(TestServer.get().threads()).contains("\"Finalizer\"");
    }
}
