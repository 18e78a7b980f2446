package dev.mqttra.broker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** The broker that runs alone, from the command line. */
@Command(
        name = "mqtt-broker",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "An MQTT broker with its state in memory. It ends in an orderly way on SIGTERM and SIGINT.",
        footer = {
            "",
            "Exit codes: 0 ended by a signal; 2 wrong options, or a port cannot be opened.",
            "Java options it was measured with: -Xms512m -Xmx512m -XX:+UseParallelGC"
        })
public final class Main implements Callable<Integer> {
    private static final int FAILED = 2;

    @Option(names = "--port", paramLabel = "PORT", description = "TCP port, 0 for any free one (default: 1883)")
    private @Nullable Integer port;

    @Mixin
    private final MorePorts morePorts = new MorePorts();

    @Mixin
    private final Bounds bounds = new Bounds();

    @Option(
            names = {"--bind", "--host"},
            paramLabel = "ADDRESS",
            description = "address or host name to listen on, 0.0.0.0 for all (default: 127.0.0.1)")
    private @Nullable String bind;

    @Option(
            names = "--allow-anonymous-remote",
            description = "listen on more than the loopback addresses although anybody may connect")
    private boolean allowAnonymousRemote;

    @Option(
            names = "--verbose",
            description =
                    "also log each connection that is refused or cut off, and why; whoever can connect can fill the log")
    private boolean verbose;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            description = "event loops, each with a thread (default: ${DEFAULT-VALUE})")
    private int loops;

    /** Held, because the logging of the platform forgets the level of a logger that nobody holds. */
    private static final Logger LOGGER = Logger.getLogger("dev.mqttra");

    private Main() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setParameterExceptionHandler((wrong, given) -> {
            System.err.println("mqtt-broker: " + wrong.getMessage() + " (--help lists the options)");
            return FAILED;
        });
        System.exit(commandLine.execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        configureLogging();
        Broker broker;
        try {
            broker = Broker.start(config(), loops);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            System.err.println("mqtt-broker: " + OptionNames.in(String.valueOf(e.getMessage())));
            return FAILED;
        }
        CountDownLatch stop = new CountDownLatch(1);
        stopOn("TERM", stop);
        stopOn("INT", stop);
        InetSocketAddress address = Objects.requireNonNull(broker.address());
        String host = address.getAddress().getHostAddress();
        System.out.println("mqtt-broker listening on " + host + ":" + address.getPort());
        morePorts.uris(broker, host).forEach(uri -> System.out.println("mqtt-broker listening on " + uri));
        stop.await();
        broker.close();
        System.out.println("mqtt-broker stopped");
        return CommandLine.ExitCode.OK;
    }

    /**
     * Ending as asked is success, but a JVM that ends by a signal of its own accord says 143 or 130, and a shutdown hook
     * could only change that by cutting off the others. Hence the one use of an interface of the JDK's own.
     */
    private static void stopOn(String signal, CountDownLatch stop) {
        try {
            Signal.handle(new Signal(signal), received -> stop.countDown());
        } catch (IllegalArgumentException notForUs) {
            // The JVM was told to leave signals alone (-Xrs): it ends in its own way.
        }
    }

    private BrokerConfig config() {
        // What a program may say too, but a command line may not: no port at all.
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port is " + port + "; it must be 0 to 65535");
        }
        if (loops < 1) {
            throw new IllegalArgumentException("loops is " + loops + "; it must be at least 1");
        }
        BrokerConfig.Builder config = BrokerConfig.builder().allowAnonymousRemote(allowAnonymousRemote);
        Bounds.set(port, config::port);
        Bounds.set(bind, config::host);
        morePorts.addTo(config);
        bounds.addTo(config);
        return config.build();
    }

    /** One line for each record, unless the user configures java.util.logging. */
    private void configureLogging() {
        if (System.getProperty("java.util.logging.config.file") == null
                && System.getProperty("java.util.logging.config.class") == null) {
            try (InputStream configuration = Main.class.getResourceAsStream("logging.properties")) {
                LogManager.getLogManager().readConfiguration(configuration);
            } catch (IOException e) {
                System.err.println("mqtt-broker: logging as Java does by default: " + e.getMessage());
            }
        }
        if (verbose) {
            LOGGER.setLevel(Level.FINE);
        }
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"mqtt-broker " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
