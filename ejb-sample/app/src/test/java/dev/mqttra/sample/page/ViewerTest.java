package dev.mqttra.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ViewerTest {
    private final Stream stream = new Stream();
    private final Viewer viewer = new Viewer(stream, new Events(), Runnable::run);

    @Test
    void sendsOneAfterTheOther() {
        viewer.offer("reading", "1");
        viewer.offer("reading", "2");
        assertThat(stream.sent()).containsExactly("1");

        stream.complete();
        stream.complete();
        viewer.offer("reading", "3");
        assertThat(stream.sent()).containsExactly("1", "2", "3");
    }

    @Test
    void closesTheStreamOfAPageThatIsTooSlow() {
        viewer.offer("reading", "on its way");
        for (int i = 0; i < Viewer.LIMIT; i++) {
            assertThat(viewer.offer("reading", "waiting")).isTrue();
        }

        assertThat(viewer.offer("reading", "one too many")).isFalse();
        assertThat(stream.isClosed()).isTrue();
    }

    @Test
    void noticesThatThePageWentAway() {
        viewer.offer("reading", "1");
        stream.fail();

        assertThat(viewer.offer("reading", "2")).isFalse();
    }

    @Test
    void closesTheStreamWhenNoThreadCanBeHad() {
        Viewer refused = new Viewer(stream, new Events(), task -> {
            throw new RejectedExecutionException();
        });

        assertThat(refused.offer("reading", "1")).isFalse();
        assertThat(stream.isClosed()).isTrue();
    }

    /** The way to a browser, which takes an event when the test says so. */
    private static final class Stream implements SseEventSink {
        private final List<OutboundSseEvent> events = new ArrayList<>();
        private CompletableFuture<Object> last = new CompletableFuture<>();
        private boolean closed;

        List<Object> sent() {
            return events.stream().map(OutboundSseEvent::getData).toList();
        }

        void complete() {
            last.complete("");
        }

        void fail() {
            last.completeExceptionally(new java.io.IOException("gone"));
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            events.add(event);
            last = new CompletableFuture<>();
            return last;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private record Event(String getName, Object getData) implements OutboundSseEvent {
        @Override
        public Class<?> getType() {
            return String.class;
        }

        @Override
        public Type getGenericType() {
            return GenericType.class;
        }

        @Override
        public MediaType getMediaType() {
            return MediaType.TEXT_PLAIN_TYPE;
        }

        @Override
        public String getId() {
            return "";
        }

        @Override
        public String getComment() {
            return "";
        }

        @Override
        public long getReconnectDelay() {
            return RECONNECT_NOT_SET;
        }

        @Override
        public boolean isReconnectDelaySet() {
            return false;
        }
    }

    private static final class Events implements Sse {
        @Override
        public OutboundSseEvent newEvent(String name, String data) {
            return new Event(name, data);
        }

        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SseBroadcaster newBroadcaster() {
            throw new UnsupportedOperationException();
        }
    }
}
