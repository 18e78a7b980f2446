package dev.mqttra.netty;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker that answers every CONNECT with the same bytes: for what no broker at hand says. */
public final class ScriptedBroker implements AutoCloseable {
    private static final int SUBSCRIBE = 8;

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final AtomicInteger subscribed = new AtomicInteger();
    private final byte[] connAck;
    private final boolean thenCloses;

    private ScriptedBroker(boolean thenCloses, int... connAck) throws IOException {
        this.thenCloses = thenCloses;
        this.connAck = new byte[connAck.length];
        for (int i = 0; i < connAck.length; i++) {
            this.connAck[i] = (byte) connAck[i];
        }
        Thread thread = new Thread(this::accept, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    /** CONNACK of 5.0 with Shared Subscription Available 0. */
    public static ScriptedBroker withoutSharedSubscriptions() throws IOException {
        return new ScriptedBroker(false, 0x20, 5, 0, 0, 2, 0x2A, 0);
    }

    /** CONNACK of 3.1.1 with 'unacceptable protocol version', and the end of the connection. */
    public static ScriptedBroker ofVersion311() throws IOException {
        return new ScriptedBroker(true, 0x20, 2, 0, 1);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** How many SUBSCRIBE packets came. */
    public int subscribed() {
        return subscribed.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                serve(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
            } catch (IOException e) {
                // The client has gone, or this broker was closed.
                continue;
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException {
        boolean connected = false;
        for (int first = in.read(); first >= 0; first = in.read()) {
            in.readFully(new byte[length(in)]);
            if (!connected) {
                connected = true;
                out.write(connAck);
                out.flush();
                if (thenCloses) {
                    return;
                }
            } else if (first >> 4 == SUBSCRIBE) {
                subscribed.incrementAndGet();
            }
        }
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            int digit = in.readUnsignedByte();
            length |= (digit & 0x7F) << shift;
            if (digit < 0x80) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
