package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.MqttListener;
import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.protocol.packet.QoS;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a bean that get messages, and how their parameters are filled. Whatever can be known to be wrong
 * from the class and the activation's settings is told here, while the bean is being deployed.
 */
final class BeanMethods {
    private final Class<?> beanClass;
    private final JsonBinding json;

    private BeanMethods(Class<?> beanClass, JsonBinding json) {
        this.beanClass = beanClass;
        this.json = json;
    }

    /**
     * The methods in a stable order, at least one.
     *
     * @param json opened here if a method needs it; the caller closes it when no method is used any more
     * @throws ResourceException that names the bean, the method and the parameter, and says what would be right
     */
    static List<DeliveryMethod> of(Class<?> beanClass, ActivationSettings settings, JsonBinding json)
            throws ResourceException {
        List<Method> annotated = annotated(beanClass);
        boolean endpoint = MqttEndpoint.class.isAssignableFrom(beanClass) || !annotated.isEmpty();
        if (endpoint && MqttListener.class.isAssignableFrom(beanClass)) {
            throw new NotSupportedException(
                    "bean " + beanClass.getName() + ": it implements MqttListener, whose filter is"
                            + " the activation property topicFilter; @TopicFilter methods are for a bean that implements"
                            + " MqttEndpoint instead");
        }
        BeanMethods methods = new BeanMethods(beanClass, json);
        return endpoint ? methods.ofEndpoint(annotated, settings) : List.of(methods.ofListener(settings));
    }

    private static List<Method> annotated(Class<?> beanClass) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = beanClass; type != null && type != Object.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(TopicFilter.class) && !method.isBridge() && !overridden(found, method)) {
                    found.add(method);
                }
            }
        }
        found.sort(Comparator.comparing(Method::toGenericString));
        return found;
    }

    private static boolean overridden(List<Method> found, Method method) {
        return found.stream()
                .anyMatch(other -> other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
    }

    private DeliveryMethod ofListener(ActivationSettings settings) throws ResourceException {
        String filter = settings.topicFilter();
        if (filter == null) {
            throw ActivationProperties.problem(
                    "topicFilter",
                    "bean " + beanClass.getName() + ": activation property topicFilter is missing; a MqttListener bean"
                            + " gets the messages of the topics that it says");
        }
        QoS qos = settings.qos();
        return new DeliveryMethod(
                onMessage(),
                TopicPattern.literal(dev.mqttra.protocol.topic.TopicFilter.of(filter)),
                qos == null ? QoS.AT_LEAST_ONCE : qos,
                List.of(Argument.MESSAGE));
    }

    private static Method onMessage() {
        try {
            return MqttListener.class.getMethod("onMessage", MqttMessage.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<DeliveryMethod> ofEndpoint(List<Method> annotated, ActivationSettings settings)
            throws ResourceException {
        if (annotated.isEmpty()) {
            throw new NotSupportedException("bean " + beanClass.getName() + ": a MqttEndpoint bean has a method with"
                    + " @TopicFilter, and this one has none; annotate the public methods that get messages");
        }
        refuseSet("topicFilter", settings.topicFilter());
        refuseSet("qos", settings.qos() == null ? null : settings.qos().value());
        List<DeliveryMethod> methods = new ArrayList<>();
        for (Method method : annotated) {
            DeliveryMethod next = ofMethod(method);
            for (DeliveryMethod other : methods) {
                refuseOverlap(other, next);
            }
            methods.add(next);
        }
        return methods;
    }

    /** What the methods say themselves must not be said a second time, to no effect. */
    private void refuseSet(String property, @Nullable Object value) throws ResourceException {
        if (value != null) {
            throw ActivationProperties.problem(
                    property,
                    "bean " + beanClass.getName() + ": activation property " + property + " (" + value + ") is for"
                            + " MqttListener beans; the methods of a MqttEndpoint bean say it in their @TopicFilter");
        }
    }

    /** A broker may send a message that matches two subscriptions once or twice, and 3.1.1 does not say for which. */
    private void refuseOverlap(DeliveryMethod one, DeliveryMethod other) throws ResourceException {
        if (one.pattern().overlaps(other.pattern())) {
            throw new NotSupportedException("bean " + beanClass.getName() + ": the topic filters of "
                    + new BeanMethod(beanClass, one.method()) + " (" + one.pattern() + ") and "
                    + new BeanMethod(beanClass, other.method()) + " ("
                    + other.pattern() + ") overlap, so that a message could be for both; make two beans of them, or"
                    + " filters that exclude each other");
        }
    }

    private DeliveryMethod ofMethod(Method method) throws ResourceException {
        TopicFilter annotation = method.getAnnotation(TopicFilter.class);
        BeanMethod bean = new BeanMethod(beanClass, method);
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw bean.wrong("a method with @TopicFilter is public and not static");
        }
        if (method.getReturnType() != void.class) {
            throw bean.wrong("a method with @TopicFilter returns nothing (void), not "
                    + method.getReturnType().getSimpleName());
        }
        TopicPattern pattern;
        try {
            pattern = TopicPattern.of(annotation.value());
        } catch (IllegalArgumentException e) {
            throw bean.wrong("@TopicFilter: " + e.getMessage());
        }
        return new DeliveryMethod(
                method, pattern, QoS.of(annotation.qos().ordinal()), Parameters.of(bean, pattern, json));
    }
}
