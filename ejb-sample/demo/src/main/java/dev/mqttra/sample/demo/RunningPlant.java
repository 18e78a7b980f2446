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
 * A server with the application in it, and the devices in this process, connected to the server by TCP. The application
 * comes as an EAR with the adapter inside, or as a WAR beside the adapter.
 */
public final class RunningPlant implements AutoCloseable {
    private static final String ADAPTER = "mqtt-ra";
    private static final String APPLICATION = "plant";

    private final AppServer server;
    private final Path application;
    private final int mqttPort;
    private final Devices devices;

    private RunningPlant(AppServer server, Path application, int mqttPort) {
        this.server = server;
        this.application = application;
        this.mqttPort = mqttPort;
        this.devices = Devices.start("tcp://127.0.0.1:" + mqttPort);
    }

    /**
     * Starts everything and returns when the page can be opened.
     *
     * @param kind {@code payara} or {@code wildfly}
     * @param archive {@code plant.ear} or {@code plant.war}
     * @param mqttPort where the broker inside the server shall listen
     * @param progress is told what happens
     */
    public static RunningPlant start(String kind, String archive, int mqttPort, Consumer<String> progress) {
        AppServer server = server(kind);
        RunningPlant plant = new RunningPlant(server, archive(archive), mqttPort);
        try {
            progress.accept("Starting " + server.getClass().getSimpleName() + " ...");
            server.start();
            progress.accept("Deploying the adapter and the application ...");
            plant.configure();
            plant.deploy();
            return plant;
        } catch (RuntimeException e) {
            plant.close();
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

    /** Gives the adapter its port; where it is not inside the EAR, deploys it. */
    private void configure() {
        boolean inside = application.toString().endsWith(".ear");
        if (server instanceof WildFly wildFly) {
            String archive = inside ? APPLICATION + ".ear#" + ADAPTER + ".rar" : ADAPTER + ".rar";
            String resourceAdapter = "/subsystem=resource-adapters/resource-adapter=" + ADAPTER;
            wildFly.cli(
                    resourceAdapter + ":add(archive=\"" + archive + "\", transaction-support=XATransaction)",
                    resourceAdapter + "/config-properties=hostedPort:add(value=" + mqttPort + ")");
            wildFly.defaultResourceAdapter(ADAPTER + ".rar");
        } else {
            String name = inside ? APPLICATION + "#" + ADAPTER : ADAPTER;
            server.cli("create-resource-adapter-config --property hostedPort=" + mqttPort + " " + name);
        }
        if (!inside) {
            server.deploy(ADAPTER, archive(ADAPTER + ".rar"));
        }
    }

    /** Deploys the application. */
    void deploy() {
        server.deploy(APPLICATION, application);
    }

    /** Undeploys the application; the devices go on trying. */
    void undeploy() {
        server.undeploy(APPLICATION);
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
