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
    private final boolean adapterInside;
    private final int mqttPort;
    private final Devices devices;

    private RunningPlant(AppServer server, Path application, int mqttPort) {
        this.server = server;
        this.application = application;
        this.adapterInside = application.toString().endsWith(".ear");
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
            plant.prepare();
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

    /** Does what comes before the application: the adapter's configuration, and the adapter where it is not inside. */
    private void prepare() {
        if (server instanceof WildFly wildFly) {
            wildFly.defaultResourceAdapter(ADAPTER + ".rar");
            configure(wildFly);
        }
        if (!adapterInside) {
            if (server instanceof Payara) {
                configure(server);
            }
            server.deploy(ADAPTER, archive(ADAPTER + ".rar"));
        }
    }

    /** Deploys the application. */
    void deploy() {
        if (adapterInside && server instanceof Payara) {
            // Each time: what is said about an adapter inside an EAR goes when the EAR is undeployed.
            configure(server);
        }
        server.deploy(APPLICATION, application);
    }

    private void configure(AppServer payara) {
        String name = adapterInside ? APPLICATION + "#" + ADAPTER : ADAPTER;
        payara.cli("create-resource-adapter-config --property hostedPort=" + mqttPort + " " + name);
    }

    /** The RAR brings an instance of the adapter of its own. This is a second one, which opens the broker they share. */
    private void configure(WildFly wildFly) {
        String archive = adapterInside ? APPLICATION + ".ear#" + ADAPTER + ".rar" : ADAPTER + ".rar";
        String instance = "/subsystem=resource-adapters/resource-adapter=mqtt";
        wildFly.cli(
                instance + ":add(archive=\"" + archive + "\",transaction-support=NoTransaction)",
                instance + "/config-properties=hostedPort:add(value=" + mqttPort + ")",
                instance + "/config-properties=hostedEager:add(value=true)");
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
