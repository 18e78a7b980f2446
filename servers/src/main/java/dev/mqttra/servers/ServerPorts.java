package dev.mqttra.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * The loopback ports of one server.
 *
 * @param http where applications answer
 * @param https the TLS listener, where the server opens one
 * @param admin what the administration tool connects to
 * @param iiop the ORB's listener, where the server has one
 */
public record ServerPorts(int http, int https, int admin, int iiop) {

    /** Four ports that nobody listens on now. Another process may take one before the server does. */
    public static ServerPorts free() {
        List<Integer> ports = freePorts(4);
        return new ServerPorts(ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    /** These ports with another one for applications, for a server whose address a person has to know. */
    public ServerPorts withHttp(int port) {
        return new ServerPorts(port, https, admin, iiop);
    }

    /** A port that nobody listens on now, for instance for a hosted broker. */
    public static int freePort() {
        return freePorts(1).get(0);
    }

    /** So many different ports that nobody listens on now. */
    public static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            // All are held at once: the system would hand out the same port twice otherwise.
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new ServerException("No free loopback port", e);
        } finally {
            sockets.forEach(ServerPorts::closeQuietly);
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // A socket that was only bound has nothing to lose.
        }
    }
}
