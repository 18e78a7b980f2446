package dev.mqttra.interop.clients;

import dev.mqttra.interop.clients.NodeProcess.Fields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** mqtt.js. */
final class MqttJs implements ForeignClient {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final NodeProcess node;
    private final String handle = String.valueOf(COUNT.incrementAndGet());
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Integer> goodbye = new CompletableFuture<>();
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Integer>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger sequence = new AtomicInteger();

    /**
     * @param scheme tcp or ws
     * @param version 3, 4 or 5, the level on the wire
     */
    MqttJs(Settings settings, String scheme, int version) throws Exception {
        node = NodeProcess.get();
        Copy will = settings.will();
        String url = scheme + "://127.0.0.1:" + settings.port() + (scheme.equals("ws") ? "/mqtt" : "");
        node.listen(handle, this::onEvent);
        node.send(new Fields("open", handle)
                .and(url)
                .and(version)
                .and(settings.id())
                .and(settings.clean())
                .and(settings.user())
                .and(will == null ? "" : will.topic())
                .and(will == null ? "" : will.text()));
        try {
            connected.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    private void onEvent(String event, List<String> fields) {
        switch (event) {
            case "connected" -> connected.complete(null);
            case "refused" -> connected.completeExceptionally(new Refused(Integer.parseInt(fields.get(0))));
            case "done" -> pending.remove(fields.get(0)).complete(Integer.valueOf(fields.get(1)));
            case "bye" -> goodbye.complete(Integer.valueOf(fields.get(0)));
            case "ended" -> ended.complete(null);
            case "msg" -> onMessage(fields);
            default -> throw new IllegalStateException("what is " + event);
        }
    }

    private void onMessage(List<String> fields) {
        Map<String, String> properties = new TreeMap<>();
        for (String pair : fields.subList(4, fields.size())) {
            properties.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        int qos = Integer.parseInt(fields.get(1));
        received.add(new Copy(fields.get(0), fields.get(3), qos, fields.get(2).equals("true"), properties));
    }

    private Fields command(String name, CompletableFuture<Integer> done) {
        String id = String.valueOf(sequence.incrementAndGet());
        pending.put(id, done);
        return new Fields(name, handle).and(id);
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws Exception {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        node.send(command("sub", done).and(filter).and(qos).and(identifier));
        return done.get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        Fields fields = command("pub", done)
                .and(message.topic())
                .and(message.qos())
                .and(message.retain())
                .and(message.text());
        message.properties().forEach((key, value) -> fields.and(key + "=" + value));
        node.send(fields);
        return done;
    }

    @Override
    public BlockingQueue<Copy> received() {
        return received;
    }

    @Override
    public CompletableFuture<Integer> goodbye() {
        return goodbye;
    }

    @Override
    public void close() throws Exception {
        node.send(new Fields("end", handle));
        ended.get(20, TimeUnit.SECONDS);
    }
}
