package dev.mqttra.broker.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The JDK's WebSocket as a stream of bytes: somebody else's client. */
final class WebSocketPeer implements WebSocket.Listener, Peer {
    private static final int END = -1;

    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    private final WebSocket socket;
    private volatile int status;

    WebSocketPeer(int port, String... subprotocols) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        String first = subprotocols[0];
        String[] others = Arrays.copyOfRange(subprotocols, 1, subprotocols.length);
        socket = builder.subprotocols(first, others)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/mqtt"), this)
                .join();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** The status of the end, after {@link #read} came to it. */
    int status() {
        return status;
    }

    @Override
    public void write(byte[] bytes) {
        send(bytes, true);
    }

    void send(byte[] bytes, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(bytes), last).join();
    }

    void sendText(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public byte[] read(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            while (bytes.size() < count) {
                Integer next = received.poll(10, TimeUnit.SECONDS);
                if (next == null) {
                    throw new IOException("nothing came");
                }
                if (next == END) {
                    received.add(END);
                    break;
                }
                bytes.write(next);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        while (data.hasRemaining()) {
            received.add(data.get() & 0xFF);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        status = statusCode;
        received.add(END);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        received.add(END);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
