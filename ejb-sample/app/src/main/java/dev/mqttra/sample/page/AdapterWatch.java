package dev.mqttra.sample.page;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
        return new AdapterReport(Instant.now(), address(), sums("Broker"), sums("Activation"));
    }

    private static String address() {
        return attributes("Broker")
                .filter(attribute -> attribute.getName().equals("Address"))
                .map(attribute -> String.valueOf(attribute.getValue()))
                .findFirst()
                .orElse("");
    }

    private static Map<String, Long> sums(String type) {
        return attributes(type)
                .filter(attribute -> attribute.getValue() instanceof Number)
                .collect(Collectors.toMap(
                        Attribute::getName, attribute -> ((Number) attribute.getValue()).longValue(), Long::sum));
    }

    /** The attributes of all MBeans of a type. */
    private static Stream<Attribute> attributes(String type) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            return server.queryNames(new ObjectName("dev.mqttra:type=" + type + ",*"), null).stream()
                    .flatMap(name -> attributes(server, name));
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Stream<Attribute> attributes(MBeanServer server, ObjectName name) {
        try {
            String[] names = Arrays.stream(server.getMBeanInfo(name).getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            return server.getAttributes(name, names).asList().stream();
        } catch (JMException e) {
            // It went away between the query and the question.
            return Stream.empty();
        }
    }
}
