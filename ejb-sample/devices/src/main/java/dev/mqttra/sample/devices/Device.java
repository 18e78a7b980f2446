package dev.mqttra.sample.devices;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallbackExtended;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * One device: it tells its temperature every second, takes set-points and answers them. It says that it is there, and
 * its last will says that it is gone. All of its state belongs to the timer's one thread.
 */
final class Device implements MqttCallbackExtended {
    private static final System.Logger LOG = System.getLogger(Device.class.getName());
    private static final int QOS = 1;
    private static final int IN_FLIGHT = 100;
    private static final long READING_MILLIS = 1_000;
    private static final long ANSWER_MILLIS = 250;
    private static final long RETRY_MILLIS = 2_000;
    private static final long CLOSE_MILLIS = 1_000;

    private final String name;
    private final String lineTopic;
    private final Oven oven;
    private final ScheduledExecutorService timer;
    private final MqttAsyncClient client;

    Device(String uri, String line, String name, Oven oven, ScheduledExecutorService timer) throws MqttException {
        this.name = name;
        this.lineTopic = "plant/" + line;
        this.oven = oven;
        this.timer = timer;
        this.client = new MqttAsyncClient(uri, name, new MemoryPersistence());
        client.setCallback(this);
    }

    /** Connects as soon as the broker is there, and begins to measure. */
    void start() {
        timer.execute(this::connect);
        long phase = ThreadLocalRandom.current().nextLong(READING_MILLIS);
        timer.scheduleAtFixedRate(this::measure, phase, READING_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Says goodbye. The timer must have ended. */
    void close() {
        try {
            if (client.isConnected()) {
                publish(statusTopic(), text("offline"), true);
                client.disconnect(CLOSE_MILLIS).waitForCompletion(CLOSE_MILLIS);
            }
            client.close(true);
        } catch (MqttException e) {
            LOG.log(Level.DEBUG, "{0} left without a word: {1}", name, e.getMessage());
        }
    }

    private void connect() {
        MqttConnectOptions options = new MqttConnectOptions();
        // The session stays: what was published at QoS 1 and not acknowledged is sent again.
        options.setCleanSession(false);
        options.setAutomaticReconnect(true);
        options.setMaxReconnectDelay((int) RETRY_MILLIS);
        options.setMaxInflight(IN_FLIGHT);
        options.setKeepAliveInterval(10);
        options.setWill(statusTopic(), text("offline"), QOS, true);
        try {
            client.connect(options, null, new Retry());
        } catch (MqttException e) {
            retryLater(e);
        }
    }

    private void retryLater(Throwable why) {
        LOG.log(Level.DEBUG, "{0} cannot connect: {1}", name, why.getMessage());
        if (!timer.isShutdown()) {
            timer.schedule(this::connect, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
        try {
            publish(statusTopic(), text("online"), true);
            client.subscribe(lineTopic + "/setpoint", QOS);
        } catch (MqttException e) {
            LOG.log(Level.WARNING, "{0} could not say that it is there: {1}", name, e.getMessage());
        }
    }

    private void measure() {
        double celsius = oven.step(ThreadLocalRandom.current());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try {
            if (client.isConnected()) {
                publish(lineTopic + "/temperature", Messages.reading(name, celsius, oven.setPoint(), now), false);
            }
        } catch (MqttException e) {
            // Too many are not acknowledged yet, or the connection has just gone. The next reading is a second away.
            LOG.log(Level.DEBUG, "{0} drops a reading: {1}", name, e.getMessage());
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        byte[] payload = message.getPayload();
        if (!timer.isShutdown()) {
            long thinking = ANSWER_MILLIS + ThreadLocalRandom.current().nextLong(2 * ANSWER_MILLIS);
            timer.schedule(() -> answer(payload), thinking, TimeUnit.MILLISECONDS);
        }
    }

    private void answer(byte[] payload) {
        Messages.setPoint(payload).ifPresent(celsius -> {
            String reason = oven.aimAt(celsius);
            try {
                publish(lineTopic + "/setpoint/ack", Messages.answer(name, celsius, reason), false);
            } catch (MqttException e) {
                LOG.log(Level.WARNING, "{0} could not answer: {1}", name, e.getMessage());
            }
        });
    }

    @Override
    public void connectionLost(Throwable cause) {
        LOG.log(Level.DEBUG, "{0} lost its connection: {1}", name, cause.getMessage());
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // Nothing waits for it.
    }

    private void publish(String topic, byte[] payload, boolean retained) throws MqttException {
        client.publish(topic, payload, QOS, retained);
    }

    private String statusTopic() {
        return lineTopic + "/" + name + "/status";
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Paho reconnects by itself, but not before it was connected once. */
    private final class Retry implements IMqttActionListener {
        @Override
        public void onSuccess(IMqttToken token) {
            LOG.log(Level.DEBUG, "{0} is connected", name);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable why) {
            retryLater(why);
        }
    }
}
