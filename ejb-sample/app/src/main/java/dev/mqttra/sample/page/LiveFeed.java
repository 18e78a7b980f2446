package dev.mqttra.sample.page;

import dev.mqttra.sample.plant.Answer;
import dev.mqttra.sample.plant.Device;
import dev.mqttra.sample.plant.Reading;
import dev.mqttra.sample.plant.SetPoint;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on to all open pages what has been stored. It observes the events after the commit: a page never shows what
 * was rolled back.
 */
@ApplicationScoped
public class LiveFeed {
    private static final int MAX_VIEWERS = 200;

    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final Jsonb jsonb = JsonbBuilder.create();

    @Resource
    private ManagedExecutorService executor;

    void add(SseEventSink sink, Sse sse) {
        if (viewers.size() >= MAX_VIEWERS) {
            sink.close();
            return;
        }
        Viewer viewer = new Viewer(sink, sse, executor);
        viewers.add(viewer);
        // The first event brings the headers on their way: the page knows that what happens from now on reaches it.
        viewer.offer("hello", "{}");
    }

    void reading(@Observes(during = TransactionPhase.AFTER_SUCCESS) Reading reading) {
        send("reading", reading);
    }

    void device(@Observes(during = TransactionPhase.AFTER_SUCCESS) Device device) {
        send("device", device);
    }

    void setPoint(@Observes(during = TransactionPhase.AFTER_SUCCESS) SetPoint setPoint) {
        send("setpoint", setPoint);
    }

    void answer(@Observes(during = TransactionPhase.AFTER_SUCCESS) Answer answer) {
        send("answer", answer);
    }

    void adapter(@Observes AdapterReport report) {
        send("adapter", report);
    }

    boolean isWatched() {
        return !viewers.isEmpty();
    }

    private void send(String name, Object event) {
        if (viewers.isEmpty()) {
            return;
        }
        String data = jsonb.toJson(event);
        viewers.removeIf(viewer -> !viewer.offer(name, data));
    }

    @PreDestroy
    void close() {
        viewers.forEach(Viewer::close);
    }
}
