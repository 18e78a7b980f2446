package dev.mqttra.benchmarks;

import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import dev.mqttra.servers.WildFly;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;

/**
 * An application server with the adapter, the one without a network, and the beans of all cases, and Mosquitto beside it.
 * One thread measures.
 */
final class DeliveryServer implements AutoCloseable {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What the server has done so far. */
    record Sample(long calls, long cpuNanos, long time) {}

    private final AppServer server;
    private final Server mosquitto;
    private final int hostedPort = ServerPorts.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final ByteBuffer shown;

    private DeliveryServer(AppServer server, Server mosquitto, ByteBuffer shown) {
        this.server = server;
        this.mosquitto = mosquitto;
        this.shown = shown;
    }

    /**
     * @param home an unpacked Payara or WildFly
     * @param root the project's folder, built
     * @param jvmOptions further ones of the server's JVM
     */
    static DeliveryServer start(Path home, Path root, Collection<DeliveryCase> cases, List<String> jvmOptions)
            throws IOException, InterruptedException {
        Path work = root.resolve("benchmarks/end-to-end/target");
        Files.createDirectories(work);
        AppServer server = Files.exists(home.resolve("jboss-modules.jar"))
                ? new WildFly(home, work.resolve("wildfly"), ServerPorts.free())
                : new Payara(home, work.resolve("payara"), ServerPorts.free());
        server.jvmOptions(jvmOptions.toArray(String[]::new));
        Server mosquitto = Server.start("mosquitto", Scenario.of("pairs", 1), root, List.of());
        Path count = work.resolve("count").toAbsolutePath();
        DeliveryServer started = new DeliveryServer(server, mosquitto, map(count));
        try {
            server.start();
            started.configure(root.resolve("descriptors/wildfly/none.xml").toAbsolutePath());
            server.deploy("mqtt-ra", root.resolve("ra/rar/target/mqtt-ra.rar"));
            server.deploy("caller", root.resolve("benchmarks/caller-rar/target/caller.rar"));
            Path war = new DeliveriesWar(cases, "tcp://127.0.0.1:" + mosquitto.port())
                    .write(
                            root.resolve("benchmarks/deliveries-app/target/deliveries.war"),
                            work.resolve("deliveries-cases.war"));
            server.deploy("deliveries", war);
            started.get("table=");
            started.get("show=" + URLEncoder.encode(count.toString(), StandardCharsets.UTF_8));
            return started;
        } catch (IOException | InterruptedException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private static ByteBuffer map(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    private void configure(Path noConnections) {
        if (server instanceof WildFly wildFly) {
            wildFly.defaultResourceAdapter("mqtt-ra.rar");
            String adapter = "/subsystem=resource-adapters/resource-adapter=";
            wildFly.cli(
                    // As descriptors/wildfly/security.cli: the adapter's properties and its security are the
                    // subsystem's.
                    "deployment-overlay add --name=mqtt-ra --content=/META-INF/ironjacamar.xml=" + noConnections
                            + " --deployments=mqtt-ra.rar",
                    adapter + "mqtt-ra.rar:add(archive=mqtt-ra.rar,transaction-support=NoTransaction,"
                            + "wm-security=true,wm-elytron-security-domain=ApplicationDomain,"
                            + "wm-security-mapping-required=false)",
                    adapter + "mqtt-ra.rar/config-properties=hostedPort:add(value=" + hostedPort + ")");
        } else {
            server.cli(
                    "set configs.config.server-config.connector-service.class-loading-policy=global",
                    "create-resource-adapter-config --property hostedPort=" + hostedPort + " mqtt-ra");
        }
    }

    /** Where a device of this case publishes. */
    int port(DeliveryCase one) {
        return one.isHosted() ? hostedPort : mosquitto.port();
    }

    /** Has the bean called until {@link #stopCalls()}. */
    void call(DeliveryCase.Called called, int payload) throws IOException, InterruptedException {
        get("call=" + called.bean() + "&threads=" + called.atOnce() + "&payload=" + payload);
    }

    /** Removes the rows of what was measured before. */
    void emptyTable() throws IOException, InterruptedException {
        get("empty=");
    }

    void stopCalls() throws IOException, InterruptedException {
        get("stop=");
    }

    /** How many calls there were a few milliseconds ago. It costs nothing, and any thread may ask. */
    long shown() {
        return (long) LONG.getVolatile(shown, 0);
    }

    Sample sample() throws IOException, InterruptedException {
        long calls = Long.parseLong(get(""));
        long cpuNanos = ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IOException("the server has ended"))
                .toNanos();
        return new Sample(calls, cpuNanos, System.nanoTime());
    }

    private String get(String query) throws IOException, InterruptedException {
        URI uri = URI.create(server.http().resolve("deliveries/control") + "?" + query);
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        server.close();
        mosquitto.close();
    }
}
