package dev.mqttra.ra.management;

import dev.mqttra.ra.log.Log;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * An MBean in the platform's MBean server, from {@link #of} to {@link #close}. That it cannot be registered is logged and
 * harms nothing else. Thread-safe.
 */
public final class Registration implements AutoCloseable {
    private static final int MOST_OF_A_NAME = 1_000;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private @Nullable ObjectName registered;

    private Registration() {}

    /**
     * Registers {@code dev.mqttra:type=<type>,name="<name>"}; where that name is taken, as by the same bean of another
     * application, with {@code #2} and so on behind it.
     *
     * @param view an MXBean interface, with {@link Description}s
     */
    public static <T> Registration of(String type, String name, T bean, Class<T> view) {
        Registration registration = new Registration();
        try {
            registration.register(type, name, new DescribedMBean(bean, view));
        } catch (JMException | RuntimeException e) {
            Log.managementFailed(name, e);
        }
        return registration;
    }

    private synchronized void register(String type, String name, DescribedMBean bean) throws JMException {
        for (int i = 1; i < MOST_OF_A_NAME; i++) {
            String unique = i == 1 ? name : name + "#" + i;
            ObjectName objectName = new ObjectName("dev.mqttra:type=" + type + ",name=" + ObjectName.quote(unique));
            try {
                server.registerMBean(bean, objectName);
                registered = objectName;
                return;
            } catch (InstanceAlreadyExistsException e) {
                // The next number.
            }
        }
        throw new InstanceAlreadyExistsException(name);
    }

    /** Unregisters. Idempotent. */
    @Override
    public synchronized void close() {
        ObjectName name = registered;
        registered = null;
        if (name == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // Somebody else removed it: it is gone, as wanted.
        } catch (JMException | RuntimeException e) {
            Log.managementFailed(name.toString(), e);
        }
    }
}
