package dev.mqttra.sample.page;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One open page. Its events are written one after the other on a thread of the executor, so a slow network keeps nobody
 * waiting. Thread-safe.
 *
 * <p>When {@value #LIMIT} events wait, the page is too slow: its stream is closed, and the browser opens a new one and
 * asks for the state again.
 */
final class Viewer {
    static final int LIMIT = 500;

    private final SseEventSink sink;
    private final Sse sse;
    private final Executor executor;
    private final Queue<OutboundSseEvent> waiting = new ArrayDeque<>();
    private boolean writing;

    Viewer(SseEventSink sink, Sse sse, Executor executor) {
        this.sink = sink;
        this.sse = sse;
        this.executor = executor;
    }

    /**
     * Sends an event after those before.
     *
     * @return whether the page is still there
     */
    boolean offer(String name, String data) {
        synchronized (this) {
            if (sink.isClosed() || waiting.size() >= LIMIT) {
                close();
                return false;
            }
            waiting.add(sse.newEvent(name, data));
            if (writing) {
                return true;
            }
            writing = true;
        }
        return writeNext();
    }

    void close() {
        sink.close();
    }

    private boolean writeNext() {
        try {
            executor.execute(this::write);
            return true;
        } catch (RejectedExecutionException e) {
            // The server is stopping or has no thread to spare; the browser comes back.
            close();
            return false;
        }
    }

    private void write() {
        OutboundSseEvent event;
        synchronized (this) {
            event = waiting.poll();
            if (event == null) {
                writing = false;
                return;
            }
        }
        try {
            sink.send(event).whenComplete((done, failure) -> {
                if (failure == null) {
                    writeNext();
                } else {
                    close();
                }
            });
        } catch (IllegalStateException e) {
            // The page went away meanwhile. The next offer sees it.
            close();
        }
    }
}
