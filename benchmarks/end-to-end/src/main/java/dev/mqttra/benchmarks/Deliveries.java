package dev.mqttra.benchmarks;

import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deliveries into beans on Payara beside the same beans called by the container with no MQTT, in one run. */
@Command(
        name = "deliveries",
        mixinStandardHelpOptions = true,
        description = "Measures deliveries into message-driven beans on a real Payara.")
public final class Deliveries implements Callable<Integer> {
    private static final int PAYLOAD = 64;

    @Option(names = "--payara", required = true, description = "an unpacked Payara 6, the folder payara6")
    private Path payara = Path.of("payara6");

    @Option(names = "--warm-up", description = "seconds before each measurement")
    private int warmUp = 10;

    @Option(names = "--seconds", description = "seconds of each measurement")
    private int seconds = 10;

    @Option(names = "--rounds", description = "measurements of each, in turn")
    private int rounds = 2;

    @Option(names = "--window", description = "messages that the device may have unacknowledged")
    private int window = 500;

    @Option(names = "--cases", split = ",", description = "plain, transacted, inserting")
    private List<String> cases = List.of("plain", "transacted", "inserting");

    @Option(names = "--root", description = "the project's folder")
    private Path root = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    private record Sample(long calls, long cpuNanos, long time) {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Deliveries()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        ServerPorts ports = ServerPorts.free();
        int mqtt = ServerPorts.freePort();
        try (Payara server = new Payara(payara, root.resolve("benchmarks/end-to-end/target/payara"), ports)) {
            server.start();
            server.cli(
                    "set configs.config.server-config.connector-service.class-loading-policy=global",
                    "create-resource-adapter-config --property hostedPort=" + mqtt + " mqtt-ra");
            server.deploy("mqtt-ra", root.resolve("ra/rar/target/mqtt-ra.rar"));
            server.deploy("caller", root.resolve("benchmarks/caller-rar/target/caller.rar"));
            server.deploy("deliveries", root.resolve("benchmarks/deliveries-app/target/deliveries.war"));
            URI control = server.http().resolve("deliveries/control");
            get(control, "table=");
            System.out.println("| bean | called by | calls/s | server CPU µs/call |");
            System.out.println("|---|---|---|---|");
            for (int round = 0; round < rounds; round++) {
                for (String name : cases) {
                    called(control, name);
                    byMqtt(control, name, mqtt);
                }
            }
        }
        return 0;
    }

    private void called(URI control, String name) throws Exception {
        get(control, "call=" + name + "&payload=" + PAYLOAD);
        TimeUnit.SECONDS.sleep(warmUp);
        Sample before = sample(control);
        TimeUnit.SECONDS.sleep(seconds);
        print(name, "the container", before, sample(control));
        get(control, "stop=");
    }

    private void byMqtt(URI control, String name, int port) throws Exception {
        try (Selector selector = Selector.open()) {
            Device device = new Device(selector, port, "bench/" + name);
            device.drive(selector, warmUp);
            Sample before = sample(control);
            device.drive(selector, seconds);
            print(name, "MQTT, QoS 1, hosted", before, sample(control));
            device.close();
        }
    }

    private static void print(String name, String caller, Sample before, Sample after) {
        double calls = after.calls - before.calls;
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %,.0f | %.1f |%n",
                name,
                caller,
                calls * 1e9 / (after.time - before.time),
                (after.cpuNanos - before.cpuNanos) / 1e3 / calls);
    }

    private Sample sample(URI control) throws IOException, InterruptedException {
        String[] words = get(control, "").split(" ");
        return new Sample(Long.parseLong(words[0]), Long.parseLong(words[1]), System.nanoTime());
    }

    private String get(URI control, String query) throws IOException, InterruptedException {
        URI uri = URI.create(control + "?" + query);
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /** A device that publishes at QoS 1 as fast as it is acknowledged. */
    private final class Device extends Connection {
        private final byte[] frame;
        private long sent;
        private long acknowledged;
        private int nextId = 1;

        Device(Selector selector, int port, String topic) throws IOException {
            super(selector, port, Frames.connect("bench-device"));
            frame = Frames.publish(topic, 1, PAYLOAD);
        }

        void drive(Selector selector, double seconds) throws IOException {
            SelectorLoop.drive(selector, List.of(this), () -> acknowledged, seconds);
        }

        @Override
        void onFrame(int type, ByteBuffer in, int body, int end, long now) {
            if (type == Frames.PUBACK) {
                acknowledged++;
            }
        }

        @Override
        void fill(ByteBuffer out) {
            while (sent - acknowledged < window && out.remaining() >= frame.length) {
                int at = out.position() + frame.length - PAYLOAD - 2;
                out.put(frame);
                out.putShort(at, (short) nextId);
                nextId = nextId == 65_535 ? 1 : nextId + 1;
                sent++;
            }
        }
    }
}
