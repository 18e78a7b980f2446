package dev.mqttra.interop.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code mosquitto_sub} and {@code mosquitto_pub}: a process for each subscription, and one for each message. */
final class MosquittoClients implements ForeignClient {
    private static final String FIELDS = "%t\t%q\t%r\t%p";
    private static final String PROPERTIES = "\t%C\t%R\t%D\t%E\t%S\t%P";

    private final Settings settings;
    private final String version;
    private final List<Process> subscribers = new ArrayList<>();
    private final BlockingQueue<Copy> received = new LinkedBlockingQueue<>();

    MosquittoClients(Settings settings, String version) throws Exception {
        this.settings = settings;
        this.version = version;
        if (settings.will() != null || !settings.user().isEmpty()) {
            // Only with a subscription is there a connection that stays.
            int code = subscribe("nobody/publishes/here/" + settings.id(), 0, 0);
            if (code < 0) {
                throw new Refused(-code);
            }
        }
    }

    static void require() {
        Programs.require(
                Programs.isInstalled("mosquitto_pub", "--help") && Programs.isInstalled("mosquitto_sub", "--help"),
                "mosquitto_pub and mosquitto_sub are not installed (Debian: mosquitto-clients)");
    }

    private boolean isFive() {
        return version.equals("5");
    }

    private List<String> command(String program, String id) {
        List<String> command = new ArrayList<>(
                List.of(program, "-V", version, "-h", "127.0.0.1", "-p", "" + settings.port(), "-i", id));
        if (!settings.user().isEmpty()) {
            command.addAll(List.of("-u", settings.user()));
        }
        return command;
    }

    @Override
    public int subscribe(String filter, int qos, int identifier) throws Exception {
        List<String> command = new ArrayList<>(List.of("stdbuf", "-oL")); // or it keeps its lines to itself
        command.addAll(command("mosquitto_sub", settings.id()));
        command.addAll(
                List.of("-t", filter, "-q", "" + qos, "-d", "-F", "MSG\t" + FIELDS + (isFive() ? PROPERTIES : "")));
        Copy will = settings.will();
        if (will != null) {
            command.addAll(List.of(
                    "--will-topic", will.topic(), "--will-payload", will.text(), "--will-qos", "" + will.qos()));
        }
        if (!settings.clean()) {
            command.addAll(isFive() ? List.of("-c", "-x", "3600") : List.of("-c"));
        }
        if (identifier > 0) {
            command.addAll(List.of("-D", "subscribe", "subscription-identifier", "" + identifier));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        subscribers.add(process);
        CompletableFuture<Integer> subscribed = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, subscribed), "mosquitto_sub");
        reader.setDaemon(true);
        reader.start();
        return subscribed.get(20, TimeUnit.SECONDS);
    }

    private void read(Process process, CompletableFuture<Integer> subscribed) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("MSG\t")) {
                    onMessage(line.split("\t", -1));
                } else if (line.startsWith("Subscribed (mid: ")) {
                    subscribed.complete(Integer.valueOf(line.substring(line.indexOf("): ") + 3)));
                }
            }
            // The exit code is the return or reason code of CONNACK.
            subscribed.complete(-process.waitFor());
        } catch (IOException | InterruptedException e) {
            subscribed.completeExceptionally(e);
        }
    }

    private void onMessage(String[] fields) {
        Map<String, String> properties = new TreeMap<>();
        if (fields.length > 5) {
            String[] names = {"contentType", "responseTopic", "correlation", "expiry", "ids"};
            for (int i = 0; i < names.length; i++) {
                if (!fields[5 + i].isEmpty()) {
                    properties.put(names[i], fields[5 + i].trim().replace(' ', ','));
                }
            }
            for (String user : fields[10].trim().split(" ")) {
                if (!user.isEmpty()) {
                    properties.put(
                            "user:" + user.substring(0, user.indexOf(':')), user.substring(user.indexOf(':') + 1));
                }
            }
        }
        received.add(new Copy(fields[1], fields[4], Integer.parseInt(fields[2]), fields[3].equals("1"), properties));
    }

    @Override
    public CompletableFuture<Integer> publish(Copy message) throws IOException {
        List<String> command = command("mosquitto_pub", settings.id() + "-pub");
        command.addAll(List.of("-t", message.topic(), "-q", "" + message.qos()));
        command.addAll(message.text().isEmpty() ? List.of("-n") : List.of("-m", message.text()));
        if (message.retain()) {
            command.add("-r");
        }
        message.properties().forEach((key, value) -> command.addAll(property(key, value)));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .onExit()
                .thenApply(Process::exitValue);
    }

    private static List<String> property(String key, String value) {
        return switch (key) {
            case "contentType" -> List.of("-D", "publish", "content-type", value);
            case "responseTopic" -> List.of("-D", "publish", "response-topic", value);
            case "correlation" -> List.of("-D", "publish", "correlation-data", value);
            case "expiry" -> List.of("-D", "publish", "message-expiry-interval", value);
            default -> List.of("-D", "publish", "user-property", key.substring("user:".length()), value);
        };
    }

    @Override
    public BlockingQueue<Copy> received() {
        return received;
    }

    @Override
    public CompletableFuture<Integer> goodbye() {
        throw new UnsupportedOperationException("mosquitto_sub does not tell");
    }

    /** SIGTERM: {@code mosquitto_sub} sends DISCONNECT. */
    @Override
    public void close() throws InterruptedException {
        subscribers.forEach(Process::destroy);
        for (Process process : subscribers) {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
