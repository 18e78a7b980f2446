package dev.mqttra.benchmarks.caller;

import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.work.Work;
import java.lang.reflect.Method;

/** A run of calls to one bean on WorkManager threads, the endpoint reused as the MQTT adapter does. */
public final class Calls implements Work {
    private static volatile boolean running;

    private final String caseName;
    private final byte[] payload;

    private Calls(String caseName, int payloadLength) {
        this.caseName = caseName;
        this.payload = new byte[payloadLength];
    }

    /** Calls the bean until {@link #stop()}. */
    public static void start(String caseName, int threads, int payloadLength) throws Exception {
        running = true;
        for (int i = 0; i < threads; i++) {
            CallerResourceAdapter.workManager().startWork(new Calls(caseName, payloadLength));
        }
    }

    public static void stop() {
        running = false;
    }

    @Override
    public void run() {
        try {
            Method method = CallerListener.class.getMethod("onMessage", byte[].class);
            MessageEndpoint endpoint = CallerResourceAdapter.endpoint(caseName).createEndpoint(null);
            try {
                while (running) {
                    endpoint.beforeDelivery(method);
                    try {
                        ((CallerListener) endpoint).onMessage(payload);
                    } finally {
                        endpoint.afterDelivery();
                    }
                }
            } finally {
                endpoint.release();
            }
        } catch (Exception e) {
            throw new IllegalStateException("call of case " + caseName + " failed", e);
        }
    }

    @Override
    public void release() {
        stop();
    }
}
