package dev.mqttra.broker.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** The other end of a connection, as bytes. */
interface Peer extends AutoCloseable {

    void write(byte[] bytes) throws IOException;

    /** So many bytes, fewer where the end comes before. */
    byte[] read(int count) throws IOException;

    @Override
    void close() throws IOException;

    /** One over plain TCP. */
    static Peer tcp(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        return new Peer() {
            @Override
            public void write(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public byte[] read(int count) throws IOException {
                return socket.getInputStream().readNBytes(count);
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }
}
