package dev.mqttra.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Payara 6 Server: one domain in a working directory, over an unpacked distribution that is only read. */
public final class Payara extends AppServer {
    private static final Pattern READY = Pattern.compile("startup time :|(NCLS-CORE-00026|Address already in use)");
    private static final String DOMAIN = "domain1";
    private static final String CLI_JAR = "glassfish/lib/client/appserver-cli.jar";

    /** Empty until asadmin was asked: a JVM of its own does that, and says the same at each start of a domain. */
    private List<String> asked = List.of();

    /**
     * A server that is not started yet.
     *
     * @param home the unpacked distribution, the directory {@code payara6}
     * @param work where the domain, the logs and the deployed applications go; a start replaces what is there
     */
    public Payara(Path home, Path work, ServerPorts ports) {
        super(home, CLI_JAR, work, ports, READY);
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
            // asadmin reads the line as it would read it in a script, with its rules for quotes and backslashes.
            output.append(script(List.of(command), file -> asadmin("multimode", "--file", file.toString())));
        }
        return output.toString();
    }

    @Override
    public Path log() {
        return domain().resolve("logs/server.log");
    }

    @Override
    void layOut() {
        asked = List.of();
        // The cache of OSGi bundles depends on the distribution only, and saves half of the start.
        FileTree.clear(domain(), Set.of("osgi-cache"));
        FileTree.copy(home.resolve("glassfish/domains").resolve(DOMAIN), domain());
        DomainXml.confine(domain().resolve("config/domain.xml"), ports);
    }

    /** Keeps asadmin from asking the terminal what it can do, and from printing that there is none. */
    @Override
    Map<String, String> environment() {
        return Map.of("TERM", "dumb");
    }

    private String asadmin(String... arguments) {
        List<String> command = Tool.java(
                cliJar(), "--host", "127.0.0.1", "--port", Integer.toString(ports.admin()), "--interactive=false");
        command.addAll(List.of(arguments));
        return Tool.run("asadmin " + String.join(" ", arguments), work, environment(), command);
    }

    /**
     * The server's own command line, as asadmin would run it. The server is then a child of this JVM, with no second
     * JVM to watch it, and its process id is known from the start.
     */
    @Override
    List<String> commandLine() {
        if (asked.isEmpty()) {
            asked = askCommandLine();
        }
        return asked;
    }

    private List<String> askCommandLine() {
        String printed = Tool.run(
                "asadmin start-domain --dry-run",
                work,
                environment(),
                Tool.java(
                        cliJar(),
                        "start-domain",
                        "--dry-run",
                        "--domaindir",
                        domains().toString(),
                        DOMAIN));
        List<String> words = printed.lines()
                .dropWhile(line -> !line.contains("JVM Invocation"))
                .skip(1)
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
        return home.resolve(CLI_JAR);
    }
}
