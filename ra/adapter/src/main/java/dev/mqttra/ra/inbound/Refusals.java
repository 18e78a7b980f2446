package dev.mqttra.ra.inbound;

import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Which applications had a bean refused a moment ago. Servers fail the deployment of all of it then, so that those of its
 * beans that were activated were so for nothing. An application is known by its class loader, which a later deployment
 * does not have. Thread-safe by one lock, in which nothing waits.
 */
final class Refusals {
    /** Later than that it was not what ended the application. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Map<ClassLoader, Long> last = new WeakHashMap<>();

    void add(Class<?> beanClass, long nowNanos) {
        synchronized (last) {
            last.put(beanClass.getClassLoader(), nowNanos);
        }
    }

    boolean hasOneFor(Class<?> beanClass, long nowNanos) {
        synchronized (last) {
            Long refused = last.get(beanClass.getClassLoader());
            return refused != null && nowNanos - refused < REMEMBERED.toNanos();
        }
    }
}
