package dev.mqttra.ra.fake;

import dev.mqttra.protocol.packet.Message;
import dev.mqttra.protocol.packet.QoS;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What an activation publishes: noted, and answered at once, when the test says so, or with a failure. */
public final class FakeOutlet {
    private final List<Message> published = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> unanswered = new CopyOnWriteArrayList<>();
    private final List<String> terms = new CopyOnWriteArrayList<>();
    private final AtomicInteger failNext = new AtomicInteger();
    private volatile boolean silent;
    private volatile Supplier<RuntimeException> failure = () -> new IllegalStateException("made to fail");

    public CompletionStage<Void> publish(Message message, QoS qos, boolean retain) {
        if (failNext.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return CompletableFuture.failedStage(failure.get());
        }
        published.add(message);
        terms.add(qos + (retain ? " retained" : ""));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (silent) {
            unanswered.add(answer);
        } else {
            answer.complete(null);
        }
        return answer;
    }

    /** What publishes fail with that are to fail. */
    public void failure(Supplier<RuntimeException> newFailure) {
        failure = newFailure;
    }

    /** The next publishes fail, and are not noted. */
    public void failNext(int times) {
        failNext.set(times);
    }

    /** Nothing is answered before {@link #answer}. */
    public void silent() {
        silent = true;
    }

    /** What was published until now is acknowledged, and from now on at once. */
    public void answer() {
        silent = false;
        List<CompletableFuture<Void>> now = List.copyOf(unanswered);
        unanswered.clear();
        now.forEach(answer -> answer.complete(null));
    }

    public List<Message> published() {
        return published;
    }

    /** QoS of each, and whether it is retained. */
    public List<String> terms() {
        return terms;
    }

    /** Topic and text of each. */
    public List<String> texts() {
        return published.stream()
                .map(message -> message.topic() + " " + new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** The value of a user property of the n-th message. */
    public String property(int index, String name) {
        return published.get(index).properties().userProperties().stream()
                .filter(property -> property.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
