package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.ra.fake.LogLines;
import jakarta.ejb.EJBException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator reads of failed deliveries. */
class FailureLogTest {
    private final Engine engine = new Engine();

    @AfterEach
    void close() throws Exception {
        assertThat(engine.close()).isTrue();
    }

    @Test
    void whatAnExceptionQuotesBeginsNoLine() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        engine.start(message -> {
            throw new IllegalStateException("no\r\n18:00:00 INFO " + message.text());
        });
        try (LogLines lines = LogLines.of("dev.mqttra.ra", log)) {
            engine.arrive("forged");
            engine.run();
        }
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("MQTTRA-203")
                .contains("no  18:00:00 INFO forged; next attempt");
    }

    /** WildFly wraps each in an exception of its own, always the same. */
    @Test
    void theFirstOfEachKindThatABeanThrowsHasItsTrace() throws Exception {
        List<Throwable> traces = new CopyOnWriteArrayList<>();
        engine.start(message -> {
            Exception cause = message.text().equals("state") ? new IllegalStateException() : new NullPointerException();
            throw new EJBException("of the server", cause);
        });
        try (LogLines lines = LogLines.each("dev.mqttra.ra", entry -> {
            if (entry.getThrown() != null) {
                traces.add(entry.getThrown().getCause());
            }
        })) {
            for (String text : List.of("state", "null", "state", "null")) {
                engine.arrive(text);
                engine.run();
            }
        }
        assertThat(traces)
                .hasSize(2)
                .hasAtLeastOneElementOfType(IllegalStateException.class)
                .hasAtLeastOneElementOfType(NullPointerException.class);
    }
}
