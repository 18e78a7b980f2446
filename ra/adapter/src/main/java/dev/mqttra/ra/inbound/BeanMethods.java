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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds the methods of a bean that get messages, and how their parameters are filled. Whatever can be known to be wrong
 * from the class and the activation's settings is told here, while the bean is being deployed.
 */
final class BeanMethods {
    /** What needs no JSON Binding to be an answer. */
    private static final Set<Class<?>> AS_THEY_ARE = Set.of(String.class, byte[].class, MqttMessage.class, Void.class);

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
                onMessage(), TopicPattern.of(filter), qos == null ? QoS.AT_LEAST_ONCE : qos, List.of(Argument.MESSAGE));
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
                refuseOverlap(other, next, settings);
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

    /** Equal filters are one subscription; and of a shared one each has its own copies, which other members may get. */
    private void refuseOverlap(DeliveryMethod one, DeliveryMethod other, ActivationSettings settings)
            throws ResourceException {
        if (!one.pattern().overlaps(other.pattern())) {
            return;
        }
        boolean shared = settings.sharedSubscription() != null
                || one.pattern().isShared()
                || other.pattern().isShared();
        if (shared || TopicPattern.bySpecificity(one.pattern(), other.pattern()) == 0) {
            throw new NotSupportedException("bean " + beanClass.getName() + ": the topic filters of "
                    + new BeanMethod(beanClass, one.method()) + " ("
                    + one.pattern().text() + ") and "
                    + new BeanMethod(beanClass, other.method()) + " ("
                    + other.pattern().text() + ") overlap, "
                    + (shared ? "and are shared subscriptions," : "and neither is more specific,")
                    + " so that a message could be for both; make two beans of them, or filters that exclude each"
                    + " other");
        }
    }

    private DeliveryMethod ofMethod(Method method) throws ResourceException {
        TopicFilter annotation = method.getAnnotation(TopicFilter.class);
        BeanMethod bean = new BeanMethod(beanClass, method);
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw bean.wrong("a method with @TopicFilter is public and not static");
        }
        TopicPattern pattern;
        try {
            pattern = TopicPattern.of(annotation.value());
        } catch (IllegalArgumentException e) {
            throw bean.wrong("@TopicFilter: " + e.getMessage());
        }
        List<Argument> arguments = Parameters.of(bean, pattern, json);
        return new DeliveryMethod(
                method, pattern, QoS.of(annotation.qos().ordinal()), arguments, replies(bean, arguments));
    }

    /** Null where the method returns nothing. */
    private @Nullable ReplyWriter replies(BeanMethod bean, List<Argument> arguments) throws ResourceException {
        Class<?> type = bean.method().getReturnType();
        if (type == void.class) {
            return null;
        }
        if (arguments.stream().anyMatch(Argument.Batch.class::isInstance)) {
            throw bean.wrong("a method that gets a List returns nothing (void), not " + type.getSimpleName()
                    + ", as the messages have no response topic in common");
        }
        if (CompletionStage.class.isAssignableFrom(type) || Future.class.isAssignableFrom(type)) {
            throw bean.wrong("a method returns the answer itself, not " + type.getSimpleName()
                    + ": the request is acknowledged when the method has returned and the answer has left");
        }
        return new ReplyWriter(
                beanClass.getName(), bean.toString(), AS_THEY_ARE.contains(type) ? null : json.writer(bean));
    }
}
