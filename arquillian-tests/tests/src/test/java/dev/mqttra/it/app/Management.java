package dev.mqttra.it.app;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The adapter's MBeans, as any tool in the server's JVM sees it. */
public final class Management {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    private Management() {}

    /** Its attributes as {@code name=value}. */
    static List<String> attributes(String mbean) {
        try {
            ObjectName name = new ObjectName(mbean);
            return Stream.of(SERVER.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .map(attribute -> attribute + "=" + value(name, attribute))
                    .toList();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an operation without parameters returns. */
    static String invoke(String mbean, String operation) {
        try {
            return String.valueOf(SERVER.invoke(new ObjectName(mbean), operation, new Object[0], new String[0]));
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(ObjectName name, String attribute) {
        try {
            return SERVER.getAttribute(name, attribute);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
