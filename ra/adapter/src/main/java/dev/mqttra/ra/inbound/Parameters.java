package dev.mqttra.ra.inbound;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.api.UserProperty;
import jakarta.resource.NotSupportedException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds how the parameters of one method of a bean are filled. */
final class Parameters {
    private final BeanMethod bean;
    private final Method method;
    private final TopicPattern pattern;
    private final JsonBinding json;
    private final boolean batch;

    private Parameters(BeanMethod bean, TopicPattern pattern, JsonBinding json) {
        this.bean = bean;
        this.method = bean.method();
        this.pattern = pattern;
        this.json = json;
        this.batch = Arrays.stream(method.getParameterTypes()).anyMatch(type -> type == List.class);
    }

    /**
     * @throws NotSupportedException that names the bean, the method and the parameter, and says what would be right
     */
    static List<Argument> of(BeanMethod bean, TopicPattern pattern, JsonBinding json) throws NotSupportedException {
        Parameters parameters = new Parameters(bean, pattern, json);
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.method.getParameterCount(); i++) {
            arguments.add(parameters.argument(i));
        }
        return arguments;
    }

    private Argument argument(int index) throws NotSupportedException {
        Parameter parameter = method.getParameters()[index];
        TopicLevel level = parameter.getAnnotation(TopicLevel.class);
        UserProperty property = parameter.getAnnotation(UserProperty.class);
        if (level != null) {
            return level(index, level.value());
        }
        if (property != null) {
            return userProperty(index, property.value());
        }
        if (parameter.getType() == List.class) {
            return list(index);
        }
        if (batch) {
            throw bean.wrong(
                    index,
                    "beside a List a parameter is another List or a @TopicLevel, as the method gets many messages at"
                            + " once");
        }
        return payload(index, method.getGenericParameterTypes()[index]);
    }

    private Argument list(int index) throws NotSupportedException {
        Type element = elementOf(method.getGenericParameterTypes()[index]);
        if (element == null || element == Object.class) {
            throw bean.wrong(
                    index,
                    "a List says of what it is: List<MqttMessage>, List<byte[]>, List<String>, or of a type that JSON"
                            + " Binding makes of the payload");
        }
        return new Argument.Batch(payload(index, element));
    }

    /** Kotlin writes {@code List<? extends T>} where its author wrote a list of T. */
    private static @Nullable Type elementOf(Type list) {
        if (!(list instanceof ParameterizedType parameterized)) {
            return null;
        }
        Type element = parameterized.getActualTypeArguments()[0];
        return element instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : element;
    }

    private Argument payload(int index, Type type) throws NotSupportedException {
        if (type == MqttMessage.class) {
            return Argument.MESSAGE;
        }
        if (type == byte[].class) {
            return Argument.PAYLOAD;
        }
        return type == String.class ? Argument.TEXT : json.argument(bean, index, type);
    }

    private Argument userProperty(int index, String name) throws NotSupportedException {
        if (method.getParameterTypes()[index] != String.class) {
            throw bean.wrong(index, "a @UserProperty parameter is a String");
        }
        if (batch) {
            throw bean.wrong(
                    index,
                    "there is no @UserProperty beside a List, as every message has its own; a List<MqttMessage> shows"
                            + " them");
        }
        return Argument.userProperty(name);
    }

    private Argument level(int index, String name) throws NotSupportedException {
        Class<?> type = method.getParameterTypes()[index];
        int level = pattern.levelOf(name);
        if (level < 0) {
            String names = pattern.names().stream().map(n -> "{" + n + "}").collect(Collectors.joining(", "));
            throw bean.wrong(
                    index,
                    "@TopicLevel(\"" + name + "\") names no level of the topic filter '" + pattern.text()
                            + "', which has " + (names.isEmpty() ? "no named level" : names));
        }
        if (pattern.isRest(level) && type != String.class) {
            throw bean.wrong(index, "{" + name + "...} stands for several levels, so that its parameter is a String");
        }
        LevelType levelType = LevelType.of(type);
        if (levelType == null) {
            throw bean.wrong(index, "a @TopicLevel parameter is a String, a number, UUID or an enum");
        }
        return new Argument.Level(pattern, level, name, levelType);
    }
}
