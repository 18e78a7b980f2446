package dev.mqttra.client;

import dev.mqttra.netty.ServerUri;
import dev.mqttra.netty.TcpConnector;
import dev.mqttra.protocol.link.Link;
import dev.mqttra.protocol.link.LinkHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Goes through the servers in turn; one that accepted is the first to be tried again. */
final class TcpServers implements Connector {
    private final List<ServerUri> servers;
    private final TcpConnector tcp;
    private final Duration timeout;
    private int current;
    private int next;

    TcpServers(List<ServerUri> servers, TcpConnector tcp, Duration timeout) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers has at least one URI such as tcp://localhost:1883");
        }
        this.servers = servers;
        this.tcp = tcp;
        this.timeout = timeout;
    }

    @Override
    public void connect(Function<Link, LinkHandler> opened, Consumer<Throwable> failed) {
        current = next;
        ServerUri server = servers.get(current);
        next = (current + 1) % servers.size();
        tcp.connect(
                server,
                timeout.multipliedBy(9).dividedBy(10), // before the client gives up: this names the server
                opened,
                cause -> failed.accept(new IOException(
                        server + ": " + (cause.getMessage() == null ? cause : cause.getMessage()), cause)));
    }

    @Override
    public void again() {
        next = current;
    }

    @Override
    public String server() {
        return servers.get(current).toString();
    }

    @Override
    public int servers() {
        return servers.size();
    }
}
