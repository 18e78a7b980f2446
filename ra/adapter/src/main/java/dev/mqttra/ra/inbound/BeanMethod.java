package dev.mqttra.ra.inbound;

import jakarta.resource.NotSupportedException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A method of a bean, as errors at deployment name it. */
record BeanMethod(Class<?> beanClass, Method method) {

    /** That something is wrong with the method. */
    NotSupportedException wrong(String what) {
        return new NotSupportedException("bean " + beanClass.getName() + ", method " + this + ": " + what);
    }

    /** That something is wrong with one of its parameters. */
    NotSupportedException wrong(int index, String what) {
        return new NotSupportedException(
                "bean " + beanClass.getName() + ", method " + this + ", " + parameter(index) + ": " + what);
    }

    /** A parameter by its place, its name where the class has kept it, and its type. */
    String parameter(int index) {
        Parameter parameter = method.getParameters()[index];
        String named = parameter.isNamePresent() ? " (" + parameter.getName() + ")" : "";
        return "parameter " + (index + 1) + named + " of type "
                + parameter.getType().getSimpleName();
    }

    /** Its name and the types of its parameters. */
    @Override
    public String toString() {
        return method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
