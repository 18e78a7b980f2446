package dev.mqttra.ra.inbound;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import java.util.Set;
import java.util.TreeSet;

/** Which activation properties there are. */
final class ActivationProperties {

    /** Payara's own, by which a bean chooses its resource adapter; it never reaches the adapter. */
    private static final Set<String> OF_SERVERS = Set.of("resourceAdapter");

    private static final Set<String> KNOWN = known();

    private ActivationProperties() {}

    private static Set<String> known() {
        Set<String> names = new TreeSet<>();
        for (var method : MqttActivationSpec.class.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set") && method.getParameterCount() == 1 && !name.equals("setResourceAdapter")) {
                names.add(Character.toLowerCase(name.charAt(3)) + name.substring(4));
            }
        }
        return names;
    }

    /**
     * Refuses a bean whose own {@code @MessageDriven} has a property that is none of the adapter's. Some servers drop
     * such a property before the adapter sees it, and a misspelt filter or limit would then do nothing, silently.
     */
    static void refuseUnknown(Class<?> beanClass) throws InvalidPropertyException {
        MessageDriven annotation = beanClass.getAnnotation(MessageDriven.class);
        if (annotation == null) {
            return;
        }
        for (ActivationConfigProperty property : annotation.activationConfig()) {
            String name = property.propertyName();
            if (!KNOWN.contains(name) && !OF_SERVERS.contains(name)) {
                throw new InvalidPropertyException("bean " + beanClass.getName() + ": there is no activation property '"
                        + name + "'; there are " + String.join(", ", KNOWN));
            }
        }
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
