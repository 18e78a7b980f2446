package dev.mqttra.sample.demo;

import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the plant until Ctrl-C, or for some seconds. */
public final class Main {
    private static final int MQTT = 1883;

    private Main() {}

    /**
     * @param arguments the server, {@code payara} or {@code wildfly}; the archive, {@code plant.ear} or {@code
     *     plant.war}; the seconds to run, 0 for no end
     */
    public static void main(String... arguments) throws InterruptedException {
        long seconds = Long.parseLong(arguments[2]);
        RunningPlant plant = RunningPlant.start(arguments[0], arguments[1], mqttPort(), Main::say);
        CountDownLatch ended = new CountDownLatch(1);
        Thread goodbye = new Thread(
                () -> {
                    say("Ending ...");
                    plant.close();
                    ended.countDown();
                },
                "goodbye");
        Runtime.getRuntime().addShutdownHook(goodbye);
        welcome(plant, seconds);
        if (seconds == 0) {
            ended.await();
        } else if (!ended.await(seconds, TimeUnit.SECONDS)) {
            Runtime.getRuntime().removeShutdownHook(goodbye);
            goodbye.start();
            goodbye.join();
        }
    }

    private static void welcome(RunningPlant plant, long seconds) {
        say("");
        say("  The page      " + plant.page());
        say("  The broker    tcp://127.0.0.1:" + plant.mqttPort() + "  (inside the server; " + plant.devices()
                + " simulated devices speak to it)");
        say("  The log       " + plant.log());
        say("");
        say(seconds == 0 ? "Ctrl-C ends everything." : "Ends in " + seconds + " s, or with Ctrl-C.");
    }

    /** MQTT's own port if it is free, otherwise another one. */
    private static int mqttPort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), MQTT));
            return MQTT;
        } catch (IOException e) {
            int other = ServerPorts.freePort();
            say("Port " + MQTT + " is taken; the broker listens at " + other + " instead.");
            return other;
        }
    }

    @SuppressWarnings("SystemOut")
    private static void say(String line) {
        System.out.println(line);
    }
}
