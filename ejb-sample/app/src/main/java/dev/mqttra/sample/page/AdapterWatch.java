package dev.mqttra.sample.page;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Reads once a second what the adapter tells of itself by JMX, for the pages that are open. */
@Singleton
@Startup
public class AdapterWatch {

    @Inject
    private LiveFeed feed;

    @Inject
    private Event<AdapterReport> report;

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void look() {
        if (feed.isWatched()) {
            report.fire(report());
        }
    }

    static AdapterReport report() {
        return new AdapterReport(Instant.now(), sums("Broker"), sums("Activation"));
    }

    private static Map<String, Long> sums(String type) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Long> sums = new TreeMap<>();
        try {
            for (ObjectName name : server.queryNames(new ObjectName("dev.mqttra:type=" + type + ",*"), null)) {
                addTo(sums, server, name);
            }
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
        return sums;
    }

    private static void addTo(Map<String, Long> sums, MBeanServer server, ObjectName name) {
        try {
            String[] attributes = java.util.Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            for (Attribute attribute : server.getAttributes(name, attributes).asList()) {
                if (attribute.getValue() instanceof Number number) {
                    sums.merge(attribute.getName(), number.longValue(), Long::sum);
                }
            }
        } catch (JMException e) {
            // It went away between the query and the question.
        }
    }
}
