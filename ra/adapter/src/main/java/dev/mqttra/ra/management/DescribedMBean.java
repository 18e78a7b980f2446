package dev.mqttra.ra.management;

import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.NotCompliantMBeanException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean that says in a JMX tool what the {@link Description}s of its interface say. */
final class DescribedMBean extends StandardMBean {
    private final Class<?> view;

    <T> DescribedMBean(T bean, Class<T> view) throws NotCompliantMBeanException {
        super(bean, view, true);
        this.view = view;
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text(view.getAnnotation(Description.class));
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return ofMethod("get" + info.getName());
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return ofMethod(info.getName());
    }

    private String ofMethod(String name) {
        return Stream.of(view.getMethods())
                .filter(method -> method.getName().equals(name))
                .map(method -> text(method.getAnnotation(Description.class)))
                .findFirst()
                .orElse("");
    }

    private static String text(@Nullable Description description) {
        return description == null ? "" : description.value();
    }
}
