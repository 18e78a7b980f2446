package dev.mqttra.sample.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class AdapterWatchTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** What the adapter registers. */
    public interface CounterMXBean {
        long getDelivered();

        String getAddress();
    }

    record Counter(long delivered) implements CounterMXBean {
        @Override
        public long getDelivered() {
            return delivered;
        }

        @Override
        public String getAddress() {
            return "127.0.0.1:1883";
        }
    }

    @Test
    void addsUpTheNumbersOfAllBeans() throws Exception {
        ObjectName one = register("Activation", "one", 3);
        ObjectName two = register("Activation", "two", 4);
        ObjectName broker = register("Broker", "default", 9);
        try {
            AdapterReport report = AdapterWatch.report();

            assertThat(report.activations()).containsEntry("Delivered", 7L).doesNotContainKey("Address");
            assertThat(report.broker()).containsEntry("Delivered", 9L);
            assertThat(report.address()).isEqualTo("127.0.0.1:1883");
        } finally {
            server.unregisterMBean(one);
            server.unregisterMBean(two);
            server.unregisterMBean(broker);
        }
    }

    @Test
    void isEmptyWithoutAnAdapter() {
        AdapterReport report = AdapterWatch.report();

        assertThat(report.broker()).isEmpty();
        assertThat(report.activations()).isEmpty();
        assertThat(report.address()).isEmpty();
    }

    private ObjectName register(String type, String name, long delivered) throws Exception {
        ObjectName objectName = new ObjectName("dev.mqttra:type=" + type + ",name=\"" + name + "\"");
        server.registerMBean(new Counter(delivered), objectName);
        return objectName;
    }
}
