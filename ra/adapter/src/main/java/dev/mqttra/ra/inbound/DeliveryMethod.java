package dev.mqttra.ra.inbound;

import dev.mqttra.protocol.packet.QoS;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A method of a bean that gets the messages of a topic filter. Thread-safe. */
final class DeliveryMethod {
    private final Method method;
    private final TopicPattern pattern;
    private final QoS qos;
    private final List<Argument> arguments;
    private final boolean batch;
    private final @Nullable ReplyWriter replies;
    private volatile @Nullable Target target;
    private volatile @Nullable Boolean transacted;

    /** Where a kind of endpoint has the method: looked up once, as all endpoints of a factory are of one class. */
    private record Target(Class<?> endpointClass, Method method) {}

    DeliveryMethod(Method method, TopicPattern pattern, QoS qos, List<Argument> arguments) {
        this(method, pattern, qos, arguments, null);
    }

    /** @param replies null where nothing is returned */
    DeliveryMethod(
            Method method, TopicPattern pattern, QoS qos, List<Argument> arguments, @Nullable ReplyWriter replies) {
        this.replies = replies;
        this.method = method;
        this.pattern = pattern;
        this.qos = qos;
        this.arguments = List.copyOf(arguments);
        this.batch = this.arguments.stream().anyMatch(Argument.Batch.class::isInstance);
    }

    /** The method as the bean or the listener interface has it: what the server wants to be told. */
    Method method() {
        return method;
    }

    TopicPattern pattern() {
        return pattern;
    }

    QoS qos() {
        return qos;
    }

    /** Whether a call may get several messages, of equal {@link #batchKey}; otherwise it gets one. */
    boolean isBatch() {
        return batch;
    }

    /** Whether what the bean returns goes to the message's response topic. Never where it is a batch. */
    boolean isReply() {
        return replies != null;
    }

    /**
     * What the messages of one call have in common: the levels of the topic that the method gets beside its List. Empty
     * where it gets none.
     */
    String batchKey(ReceivedMessage message) {
        if (!batch) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        for (Argument argument : arguments) {
            if (argument instanceof Argument.Level level) {
                // No topic contains U+0000 [MQTT-4.7.3-2].
                key.append(level.textOf(message)).append('\0');
            }
        }
        return key.toString();
    }

    /**
     * The arguments for a call.
     *
     * @param messages one; of a {@link #isBatch() batch} any number from 1 on, of equal {@link #batchKey}
     * @throws UnbindableException that says which message it is and what does not fit
     */
    @Nullable
    Object[] bind(List<ReceivedMessage> messages) throws UnbindableException {
        if (messages.size() > 1 && !batch) {
            throw new IllegalArgumentException(this + " takes one message, not " + messages.size());
        }
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).bindAll(messages);
        }
        return values;
    }

    /** Whether a delivery starts a transaction. The answer never changes [Connectors 14.3]; it is asked for once. */
    boolean isTransacted(MessageEndpointFactory factory) throws NoSuchMethodException {
        Boolean known = transacted;
        if (known == null) {
            known = factory.isDeliveryTransacted(method);
            transacted = known;
        }
        return known;
    }

    /**
     * Calls the bean through its endpoint.
     *
     * @return what the bean returned, null for a method that returns nothing
     * @throws Throwable what the bean or the server threw
     */
    @Nullable
    Object invoke(MessageEndpoint endpoint, @Nullable Object[] values) throws Throwable {
        Target found = target;
        if (found == null || found.endpointClass() != endpoint.getClass()) {
            found = new Target(endpoint.getClass(), methodOf(endpoint));
            target = found;
        }
        try {
            return found.method().invoke(endpoint, values);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /**
     * The answer to a request.
     *
     * @param returned what {@link #invoke} returned
     * @return null where there is none
     * @throws RuntimeException if the result cannot be written as JSON
     */
    @Nullable
    Reply reply(ReceivedMessage request, @Nullable Object returned) {
        return replies == null ? null : replies.reply(request, returned);
    }

    /**
     * The endpoint implements the listener interface, or extends the bean, or has, for a listener interface without
     * methods, a public method of the same name and parameters: which of these is the server's affair.
     */
    private Method methodOf(MessageEndpoint endpoint) throws NoSuchMethodException {
        if (method.getDeclaringClass().isInstance(endpoint)) {
            return method;
        }
        for (Class<?> type = endpoint.getClass(); type != null; type = type.getSuperclass()) {
            // A dynamic proxy's own class may be closed to us where the interfaces it implements are not.
            for (Class<?> view : type.getInterfaces()) {
                Method found = declared(view);
                if (found != null && found.trySetAccessible()) {
                    return found;
                }
            }
            Method found = declared(type);
            if (found != null && found.trySetAccessible()) {
                return found;
            }
        }
        throw new NoSuchMethodException("the server's endpoint "
                + endpoint.getClass().getName() + " does not have the bean's method " + method);
    }

    private @Nullable Method declared(Class<?> type) {
        try {
            return type.getMethod(method.getName(), method.getParameterTypes());
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
