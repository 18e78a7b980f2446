package dev.mqttra.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** WildFly 39: a standalone server with its base directory in a working directory, over a distribution only read. */
public final class WildFly extends AppServer {
    private static final Pattern READY = Pattern.compile("WFLYSRV0025|(WFLYSRV0026|WFLYSRV0056|WFLYSRV0055)");
    private static final String MODULES_JAR = "jboss-modules.jar";
    private static final String CLI_JAR = "bin/client/jboss-cli-client.jar";

    /** What the distribution's start script opens to the server on a modular JDK. */
    private static final List<String> JDK_ACCESS = List.of(
            "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
            "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.management/javax.management=ALL-UNNAMED",
            "--add-opens=java.naming/javax.naming=ALL-UNNAMED");

    private final List<String> deployed = new ArrayList<>();

    /**
     * A server that is not started yet, with the configuration {@code standalone.xml}. That one rejects every MDB until
     * {@link #defaultResourceAdapter} names an adapter.
     *
     * @param home the unpacked distribution
     * @param work where the configuration, the logs and the deployments go; a start replaces what is there
     */
    public WildFly(Path home, Path work, ServerPorts ports) {
        super(home, MODULES_JAR, work, ports, READY);
    }

    /** Names the adapter, for instance {@code mqtt-ra.rar}, that serves an MDB which is bound to none itself. */
    public void defaultResourceAdapter(String rar) {
        cli("/subsystem=ejb3:write-attribute(name=default-resource-adapter-name,value=" + rar + ")");
    }

    @Override
    public void deploy(String name, Path archive) {
        String file = archive.getFileName().toString();
        String deployment = name + file.substring(file.lastIndexOf('.'));
        cli("deploy \"" + archive.toAbsolutePath() + "\" --name=" + deployment);
        deployed.add(deployment);
    }

    @Override
    public void undeploy(String name) {
        String deployment = deployed.stream()
                .filter(one -> one.substring(0, one.lastIndexOf('.')).equals(name))
                .findFirst()
                .orElseThrow(() -> new ServerException(name + " was not deployed here; deployed are " + deployed));
        cli("undeploy " + deployment);
        deployed.remove(deployment);
    }

    @Override
    public String cli(String... commands) {
        String name = "jboss-cli " + String.join("; ", commands);
        return script(List.of(commands), file -> Tool.run(name, work, environment(), cliCommand(file)));
    }

    @Override
    public Path log() {
        return base().resolve("log/server.log");
    }

    @Override
    void layOut() {
        deployed.clear();
        FileTree.clear(work, Set.of());
        FileTree.copy(home.resolve("standalone"), base());
    }

    private List<String> cliCommand(Path script) {
        // The same tool as jboss-cli.sh, which loads it as a set of modules and takes twice the time.
        return Tool.java(
                home.resolve(CLI_JAR),
                "--connect",
                // In milliseconds; its default of 5 s is short on a machine that is busy.
                "--timeout=60000",
                "--controller=remote+http://127.0.0.1:" + ports.admin(),
                "--file=" + script);
    }

    @Override
    List<String> commandLine() {
        List<String> command = new ArrayList<>(List.of(Tool.jdk("java"), "-D[Standalone]", "-Xms64m", "-Xmx512m"));
        command.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true"));
        command.addAll(List.of("-Djboss.modules.system.pkgs=org.jboss.byteman", "--add-modules=java.se"));
        command.addAll(JDK_ACCESS);
        command.add("-Dorg.jboss.boot.log.file=" + log());
        command.add("-Dlogging.configuration="
                + base().resolve("configuration/logging.properties").toUri());
        command.addAll(List.of("-jar", modulesJar(), "-mp"));
        command.addAll(List.of(home.resolve("modules").toString(), "org.jboss.as.standalone"));
        command.add("-Djboss.home.dir=" + home);
        command.add("-Djboss.server.base.dir=" + base());
        command.addAll(List.of("-Djboss.bind.address=127.0.0.1", "-Djboss.bind.address.management=127.0.0.1"));
        command.add("-Djboss.http.port=" + ports.http());
        command.add("-Djboss.https.port=" + ports.https());
        command.add("-Djboss.management.http.port=" + ports.admin());
        return command;
    }

    @Override
    Map<String, String> environment() {
        return Map.of("JBOSS_HOME", home.toString());
    }

    private Path base() {
        return work.resolve("standalone");
    }

    private String modulesJar() {
        return home.resolve(MODULES_JAR).toString();
    }
}
