package dev.mqttra.sample.demo;

import dev.mqttra.sample.devices.Devices;
import dev.mqttra.servers.AppServer;
import dev.mqttra.servers.Payara;
import dev.mqttra.servers.ServerPorts;
import dev.mqttra.servers.WildFly;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A server with the application in it, and the devices in this process, connected to the server by TCP. On Payara the
 * application comes as an EAR with the adapter inside, on WildFly as a WAR beside the adapter: both ways are shown.
 */
public final class RunningPlant implements AutoCloseable {
    private final AppServer server;
    private final int mqttPort;
    private final Devices devices;

    private RunningPlant(AppServer server, int mqttPort, Devices devices) {
        this.server = server;
        this.mqttPort = mqttPort;
        this.devices = devices;
    }

    /**
     * Starts everything and returns when the page can be opened.
     *
     * @param kind {@code payara} or {@code wildfly}
     * @param mqttPort where the broker inside the server shall listen
     * @param progress is told what happens
     */
    public static RunningPlant start(String kind, int mqttPort, Consumer<String> progress) {
        AppServer server = server(kind);
        try {
            progress.accept("Starting " + server.getClass().getSimpleName() + " ...");
            server.start();
            progress.accept("Deploying the adapter and the application ...");
            if (server instanceof WildFly wildFly) {
                prepare(wildFly, mqttPort);
            } else {
                // The adapter inside an EAR is called by the names of both.
                server.cli("create-resource-adapter-config --property hostedPort=" + mqttPort + " plant#mqtt-ra");
            }
            RunningPlant plant = new RunningPlant(server, mqttPort, Devices.start("tcp://127.0.0.1:" + mqttPort));
            plant.deploy();
            return plant;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static AppServer server(String kind) {
        return switch (kind) {
            case "payara" -> new Payara(path("payara.home"), path("work").resolve(kind), ServerPorts.free());
            case "wildfly" -> new WildFly(path("wildfly.home"), path("work").resolve(kind), ServerPorts.free());
            default -> throw new IllegalArgumentException("The server is 'payara' or 'wildfly', not '" + kind + "'");
        };
    }

    private static void prepare(WildFly server, int mqttPort) {
        server.cli(
                "/subsystem=resource-adapters/resource-adapter=mqtt-ra:add(archive=mqtt-ra.rar,"
                        + " transaction-support=XATransaction)",
                "/subsystem=resource-adapters/resource-adapter=mqtt-ra/config-properties=hostedPort:add(value="
                        + mqttPort + ")");
        server.defaultResourceAdapter("mqtt-ra.rar");
        server.deploy("mqtt-ra", archive("mqtt-ra.rar"));
    }

    /** Deploys the application. */
    void deploy() {
        server.deploy("plant", archive(server instanceof WildFly ? "plant.war" : "plant.ear"));
    }

    /** Undeploys the application; the devices go on trying. */
    void undeploy() {
        server.undeploy("plant");
    }

    /** The page's address. */
    public URI page() {
        return server.http().resolve("plant/");
    }

    /** Where the broker inside the server listens. */
    public int mqttPort() {
        return mqttPort;
    }

    public int devices() {
        return devices.count();
    }

    public Path log() {
        return server.log();
    }

    /** Ends the devices and the server. */
    @Override
    public void close() {
        devices.close();
        server.close();
    }

    private static Path archive(String name) {
        return path("archives").resolve(name);
    }

    private static Path path(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException("The system property " + property + " is missing; the build sets it");
        }
        return Path.of(value);
    }
}
