package dev.mqttra.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where beans tell how far the delivery of a watched message is. They wait until their connection is closed. */
final class StepListener implements AutoCloseable {
    private final ServerSocket listener;
    private final Trigger trigger;
    private final Map<String, Channel> channels;

    /** @param channels by topic */
    StepListener(Trigger trigger, Map<String, Channel> channels) {
        this.trigger = trigger;
        this.channels = channels;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Threads.start("steps", this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket bean = listener.accept();
                Threads.start("step", () -> answer(bean));
            } catch (IOException e) {
                // closed, or the bean was killed before it was accepted
            }
        }
    }

    private void answer(Socket bean) {
        try (bean;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(bean.getInputStream(), StandardCharsets.UTF_8))) {
            String line = in.readLine();
            if (line != null) {
                String[] words = line.split(" ");
                Channel channel = channels.get(words[1]);
                if (channel != null) {
                    trigger.reached(Step.valueOf(words[0]), channel, Long.parseLong(words[2]));
                }
            }
        } catch (IOException e) {
            // killed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
