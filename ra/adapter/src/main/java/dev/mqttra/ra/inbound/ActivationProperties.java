package dev.mqttra.ra.inbound;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Which activation properties there are. */
final class ActivationProperties {

    /** Payara's own, by which a bean chooses its resource adapter; it never reaches the adapter. */
    private static final Set<String> OF_SERVERS = Set.of("resourceAdapter");

    private static final Map<String, Class<?>> KNOWN = known();

    /** @param conversion throws an IllegalArgumentException where a text is no such value */
    private record Kind(String name, Function<String, Object> conversion) {}

    private static final Map<Class<?>, Kind> KINDS = Map.of(
            Integer.class, new Kind("a whole number", Integer::valueOf),
            Long.class, new Kind("a whole number", Long::valueOf),
            Double.class, new Kind("a number", Double::valueOf),
            Boolean.class, new Kind("true or false", ActivationProperties::toBoolean));

    private ActivationProperties() {}

    private static Map<String, Class<?>> known() {
        Map<String, Class<?>> types = new TreeMap<>();
        for (var method : MqttActivationSpec.class.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set") && method.getParameterCount() == 1 && !name.equals("setResourceAdapter")) {
                types.put(Character.toLowerCase(name.charAt(3)) + name.substring(4), method.getParameterTypes()[0]);
            }
        }
        return types;
    }

    /**
     * Refuses a bean whose own {@code @MessageDriven} has a property that is none of the adapter's, or a value of the
     * wrong kind. Some servers drop these before the adapter sees them, and a misspelt filter or limit would then do
     * nothing, silently.
     */
    static void refuseDropped(Class<?> beanClass) throws InvalidPropertyException {
        MessageDriven annotation = beanClass.getAnnotation(MessageDriven.class);
        if (annotation == null) {
            return;
        }
        for (ActivationConfigProperty property : annotation.activationConfig()) {
            String name = property.propertyName();
            if (!KNOWN.containsKey(name) && !OF_SERVERS.contains(name)) {
                throw new InvalidPropertyException("bean " + beanClass.getName() + ": there is no activation property '"
                        + name + "'; there are " + String.join(", ", KNOWN.keySet()));
            }
            refuseWrongKind(beanClass, name, property.propertyValue());
        }
    }

    /**
     * WildFly drops a value that is not of the property's type, and servers take any text for a Boolean. What the server
     * puts in for an expression is not known here.
     */
    private static void refuseWrongKind(Class<?> beanClass, String name, String value) throws InvalidPropertyException {
        Kind kind = KINDS.get(KNOWN.getOrDefault(name, String.class));
        if (kind == null || value.contains("${")) {
            return;
        }
        try {
            var unused = kind.conversion().apply(value);
        } catch (IllegalArgumentException e) {
            throw problem(
                    name,
                    "bean " + beanClass.getName() + ": activation property " + name + " is " + kind.name() + ", not '"
                            + value + "'");
        }
    }

    private static Boolean toBoolean(String text) {
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.valueOf(text);
    }

    /** What is wrong with a property, for a person and, by its descriptor, for a tool. */
    static InvalidPropertyException problem(String property, String message) {
        InvalidPropertyException problem = new InvalidPropertyException(message);
        try {
            problem.setInvalidPropertyDescriptors(
                    new PropertyDescriptor[] {new PropertyDescriptor(property, MqttActivationSpec.class)});
        } catch (IntrospectionException e) {
            throw new IllegalStateException(e);
        }
        return problem;
    }

    /** The same problem, and which bean has it. Not as a cause of another one: servers print both. */
    static InvalidPropertyException named(Class<?> beanClass, InvalidPropertyException problem) {
        InvalidPropertyException named =
                new InvalidPropertyException("bean " + beanClass.getName() + ": " + problem.getMessage());
        named.setInvalidPropertyDescriptors(problem.getInvalidPropertyDescriptors());
        return named;
    }
}
