package dev.mqttra.ra.fake;

import dev.mqttra.protocol.packet.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What an activation publishes: noted, and answered at once, when the test says so, or with a failure. */
public final class FakeOutlet {
    private final List<Message> published = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> unanswered = new CopyOnWriteArrayList<>();
    private final AtomicInteger failNext = new AtomicInteger();
    private volatile boolean silent;

    public CompletionStage<Void> publish(Message message) {
        if (failNext.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return CompletableFuture.failedStage(new IllegalStateException("made to fail"));
        }
        published.add(message);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        if (silent) {
            unanswered.add(answer);
        } else {
            answer.complete(null);
        }
        return answer;
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
