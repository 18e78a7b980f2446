package dev.mqttra.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Payara 6 Server: one domain in a working directory, over an unpacked distribution that is only read. */
public final class Payara implements AppServer {
    private static final Pattern READY = Pattern.compile("startup time :|(NCLS-CORE-00026|Address already in use)");
    private static final String DOMAIN = "domain1";
    /** Keeps asadmin from asking the terminal what it can do, and from printing that there is none. */
    private static final Map<String, String> TERMINAL = Map.of("TERM", "dumb");

    private final Path home;
    private final Path work;
    private final ServerPorts ports;
    private @Nullable ServerProcess process;

    /**
     * A server that is not started yet.
     *
     * @param home the unpacked distribution, the directory {@code payara6}
     * @param work where the domain, the logs and the deployed applications go; a start replaces what is there
     */
    public Payara(Path home, Path work, ServerPorts ports) {
        this.home = home.toAbsolutePath().normalize();
        this.work = work.toAbsolutePath().normalize();
        this.ports = ports;
        if (!Files.exists(cliJar())) {
            throw new IllegalArgumentException("Not an unpacked Payara server: " + home);
        }
    }

    @Override
    public void start() {
        if (process != null) {
            throw new IllegalStateException("Payara runs already");
        }
        FileTree.create(work);
        ServerProcess.endLeftover(work);
        // The cache of OSGi bundles depends on the distribution only, and saves half of the start.
        FileTree.clear(domain(), Set.of("osgi-cache"));
        FileTree.copy(home.resolve("glassfish/domains").resolve(DOMAIN), domain());
        DomainXml.confine(domain().resolve("config/domain.xml"), ports);
        process = ServerProcess.start(work, Map.of(), commandLine(), READY);
    }

    @Override
    public URI http() {
        return URI.create("http://127.0.0.1:" + ports.http() + "/");
    }

    @Override
    public ServerPorts ports() {
        return ports;
    }

    @Override
    public void deploy(String name, Path archive) {
        asadmin("deploy", "--name", name, archive.toAbsolutePath().toString());
    }

    @Override
    public void undeploy(String name) {
        asadmin("undeploy", "--cascade=true", name);
    }

    @Override
    public String cli(String... commands) {
        StringBuilder output = new StringBuilder();
        for (String command : commands) {
            output.append(script(command));
        }
        return output.toString();
    }

    @Override
    public String threads() {
        return running().jcmd("Thread.print");
    }

    @Override
    public String heap() {
        return running().jcmd("GC.class_histogram");
    }

    @Override
    public Path log() {
        return domain().resolve("logs/server.log");
    }

    @Override
    public long pid() {
        return running().pid();
    }

    @Override
    public void close() {
        ServerProcess running = process;
        if (running != null) {
            process = null;
            running.stop();
        }
    }

    /** Lets asadmin read the line as it would read it in a script, with its rules for quotes and backslashes. */
    private String script(String command) {
        try {
            Path file = Files.writeString(Files.createTempFile("asadmin", ".txt"), command + "\n");
            try {
                return asadmin("multimode", "--file", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new ServerException("Cannot write the script for: " + command, e);
        }
    }

    private String asadmin(String... arguments) {
        running();
        List<String> command = new ArrayList<>(List.of(
                Tool.jdk("java"),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                cliJar().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(ports.admin()),
                "--interactive=false"));
        command.addAll(List.of(arguments));
        return Tool.run("asadmin " + String.join(" ", arguments), work, TERMINAL, command);
    }

    /**
     * The server's own command line, as asadmin would run it. The server is then a child of this JVM, with no second
     * JVM to watch it, and its process id is known from the start.
     */
    private List<String> commandLine() {
        String printed = Tool.run(
                "asadmin start-domain --dry-run",
                work,
                Map.of(),
                List.of(
                        Tool.jdk("java"),
                        "-jar",
                        cliJar().toString(),
                        "start-domain",
                        "--dry-run",
                        "--domaindir",
                        domains().toString(),
                        DOMAIN));
        List<String> words = printed.lines()
                .dropWhile(line -> line.contains("JVM Invocation"))
                .filter(line -> !line.isBlank())
                .toList();
        if (!words.contains("com.sun.enterprise.glassfish.bootstrap.ASMain")) {
            throw new ServerException("asadmin start-domain --dry-run printed no command line:\n" + printed);
        }
        return words;
    }

    private Path domain() {
        return domains().resolve(DOMAIN);
    }

    private Path domains() {
        return work.resolve("domains");
    }

    private Path cliJar() {
        return home.resolve("glassfish/lib/client/appserver-cli.jar");
    }

    private ServerProcess running() {
        if (process == null) {
            throw new IllegalStateException("Payara is not running");
        }
        return process;
    }
}
