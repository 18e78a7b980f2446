package dev.mqttra.interop.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import java.util.stream.Stream;

/** mqtt.js in Node.js, driven by the lines that {@code src/test/mqttjs/client.mjs} describes. */
final class MqttJs implements ForeignClient {
    private static final Path HOME = Path.of(System.getProperty("interop.mqttjs", "src/test/mqttjs"));

    private final Process process;
    private final PrintStream commands;
    private final CompletableFuture<Boolean> connected = new CompletableFuture<>();
    private final CompletableFuture<Integer> goodbye = new CompletableFuture<>();
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();
    private final Map<String, CompletableFuture<Integer>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger sequence = new AtomicInteger();

    /**
     * @param scheme tcp or ws
     * @param version 3, 4 or 5, the level on the wire
     */
    MqttJs(Settings settings, String scheme, int version) throws Exception {
        Copy will = settings.will();
        List<String> command = new ArrayList<>(List.of("node", "client.mjs"));
        Stream.of(
                        scheme + "://127.0.0.1:" + settings.port() + (scheme.equals("ws") ? "/mqtt" : ""),
                        "" + version,
                        settings.id(),
                        "" + settings.clean(),
                        settings.user(),
                        will == null ? "" : will.topic(),
                        will == null ? "" : will.text())
                .map(MqttJs::encode)
                .forEach(command::add);
        process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, UTF_8);
        Thread reader = new Thread(this::read, "mqtt.js");
        reader.setDaemon(true);
        reader.start();
        try {
            connected.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    static void require() {
        Programs.require(Programs.isInstalled("node", "--version"), "Node.js is not installed (Debian: nodejs, npm)");
        Programs.require(
                Files.isDirectory(HOME.resolve("node_modules/mqtt")),
                "mqtt.js is not installed (npm ci --prefix mqtt/interop-tests/src/test/mqttjs)");
    }

    private static String encode(String field) {
        return URLEncoder.encode(field, UTF_8).replace("+", "%20");
    }

    private static String decode(String field) {
        return URLDecoder.decode(field, UTF_8);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onEvent(Arrays.stream(line.split("\t", -1)).map(MqttJs::decode).toList());
            }
            connected.completeExceptionally(new IOException("node has ended"));
        } catch (IOException e) {
            connected.completeExceptionally(e);
        }
    }

    private void onEvent(List<String> fields) {
        switch (fields.get(0)) {
            case "connected" -> connected.complete(true);
            case "refused" -> connected.completeExceptionally(new Refused(Integer.parseInt(fields.get(1))));
            case "done" -> pending.remove(fields.get(1)).complete(Integer.valueOf(fields.get(2)));
            case "bye" -> goodbye.complete(Integer.valueOf(fields.get(1)));
            case "msg" -> onMessage(fields);
            default -> throw new IllegalStateException("what is " + fields);
        }
    }

    private void onMessage(List<String> fields) {
        Map<String, String> properties = new TreeMap<>();
        for (String pair : fields.subList(5, fields.size())) {
            properties.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        int qos = Integer.parseInt(fields.get(2));
        received.add(new Copy(fields.get(1), fields.get(4), qos, fields.get(3).equals("true"), properties));
    }

    private CompletableFuture<Integer> command(String name, Stream<String> fields) {
        String id = String.valueOf(sequence.incrementAndGet());
        CompletableFuture<Integer> done = new CompletableFuture<>();
        pending.put(id, done);
        commands.println(Stream.concat(Stream.of(name, id), fields.map(MqttJs::encode)).collect(joining("\t")));
        return done;
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws Exception {
        return command("sub", Stream.of(filter, "" + qos, "" + identifier)).get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) {
        Stream<String> fields = Stream.of(message.topic(), "" + message.qos(), "" + message.retain(), message.text());
        Stream<String> properties = message.properties().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue());
        return command("pub", Stream.concat(fields, properties));
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
    public void close() throws InterruptedException {
        commands.println("end");
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
