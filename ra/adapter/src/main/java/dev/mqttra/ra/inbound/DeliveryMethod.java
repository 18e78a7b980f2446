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
    private volatile @Nullable Target target;
    private volatile @Nullable Boolean transacted;

    /** Where a kind of endpoint has the method: looked up once, as all endpoints of a factory are of one class. */
    private record Target(Class<?> endpointClass, Method method) {}

    DeliveryMethod(Method method, TopicPattern pattern, QoS qos, List<Argument> arguments) {
        this.method = method;
        this.pattern = pattern;
        this.qos = qos;
        this.arguments = List.copyOf(arguments);
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

    /**
     * The arguments for a message.
     *
     * @throws UnbindableException that names the parameter
     */
    @Nullable
    Object[] bind(ReceivedMessage message) throws UnbindableException {
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments.get(i).bind(message);
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
     * @throws Throwable what the bean or the server threw
     */
    void invoke(MessageEndpoint endpoint, @Nullable Object[] values) throws Throwable {
        Target found = target;
        if (found == null || found.endpointClass() != endpoint.getClass()) {
            found = new Target(endpoint.getClass(), methodOf(endpoint));
            target = found;
        }
        try {
            found.method().invoke(endpoint, values);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
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
