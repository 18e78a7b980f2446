package dev.mqttra.sample.devices;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.client.mqttv3.MqttException;

/** The devices of a bakery, each a client of its own. They run until they are closed. */
public final class Devices implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "devices"));
    private final List<Device> devices = new ArrayList<>();

    private Devices() {}

    /**
     * Starts them. They connect as soon as the broker is there, and again whenever it comes back.
     *
     * @param uri the broker's address, for instance {@code tcp://127.0.0.1:1883}
     */
    public static Devices start(String uri) {
        Devices all = new Devices();
        try {
            all.add(uri, "mixing", "mixer-1", new Oven(24, 18, 32, 0.08));
            all.add(uri, "mixing", "mixer-2", new Oven(24, 18, 32, 0.08));
            all.add(uri, "baking", "oven-1", new Oven(215, 160, 260, 0.7));
            all.add(uri, "baking", "oven-2", new Oven(215, 160, 260, 0.7));
            all.add(uri, "baking", "oven-3", new Oven(215, 160, 225, 0.7));
            all.add(uri, "cooling", "tunnel-1", new Oven(6, 2, 12, 0.06));
            all.add(uri, "cooling", "tunnel-2", new Oven(6, 2, 12, 0.06));
        } catch (MqttException e) {
            all.close();
            throw new IllegalArgumentException("Not the address of a broker: " + uri, e);
        }
        all.devices.forEach(Device::start);
        return all;
    }

    public int count() {
        return devices.size();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        devices.forEach(Device::close);
    }

    private void add(String uri, String line, String name, Oven oven) throws MqttException {
        devices.add(new Device(uri, line, name, oven, timer));
    }
}
