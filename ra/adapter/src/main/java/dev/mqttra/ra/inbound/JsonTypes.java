package dev.mqttra.ra.inbound;

import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.net.URL;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which types no JSON Binding can make from a payload, as far as the type itself tells: so that it is told while the bean
 * is being deployed, and not by the first message.
 */
final class JsonTypes {
    /** Of those in the JDK that are neither concrete collections nor in one of {@link #MAPPED_PACKAGES}. */
    private static final Set<Class<?>> MAPPED = Set.of(
            Object.class,
            String.class,
            Character.class,
            Boolean.class,
            Number.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            URI.class,
            URL.class,
            UUID.class,
            Optional.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class,
            Date.class,
            Calendar.class,
            TimeZone.class,
            Collection.class,
            List.class,
            Set.class,
            SortedSet.class,
            NavigableSet.class,
            EnumSet.class,
            Queue.class,
            Deque.class,
            Map.class,
            SortedMap.class,
            NavigableMap.class);

    private static final Set<String> MAPPED_PACKAGES = Set.of("java.math", "java.time", "java.sql", "jakarta.json");

    /** With one of these on it, or on a type above it, the application says itself how it is made. */
    private static final List<Class<? extends Annotation>> OWN_RULES =
            List.of(JsonbTypeDeserializer.class, JsonbTypeAdapter.class, JsonbTypeInfo.class);

    private JsonTypes() {}

    /** Why no payload can become a value of the type, null where nothing is known against it. For a person. */
    static @Nullable String problem(Type type) {
        if (type instanceof Class<?> one) {
            return one.isArray() ? problem(one.getComponentType()) : ofClass(one);
        }
        if (type instanceof ParameterizedType parameterized) {
            return firstProblem(Stream.concat(
                    Stream.of(parameterized.getRawType()), Arrays.stream(parameterized.getActualTypeArguments())));
        }
        if (type instanceof GenericArrayType array) {
            return problem(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return firstProblem(Arrays.stream(wildcard.getUpperBounds()));
        }
        String variable = type instanceof TypeVariable<?> ? "type variable " : "";
        return variable + type.getTypeName() + " does not say which class it is";
    }

    private static @Nullable String firstProblem(Stream<Type> types) {
        return types.map(JsonTypes::problem)
                .filter(problem -> problem != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String ofClass(Class<?> type) {
        if (type.isPrimitive() || type.isEnum() || type.isRecord() || hasOwnRules(type)) {
            return null;
        }
        if (type.getName().startsWith("java.") || type.getName().startsWith("jakarta.json.")) {
            return isMapped(type) ? null : "JSON Binding has no mapping for " + type.getName();
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return type.getName() + " is " + (type.isInterface() ? "an interface" : "abstract")
                    + ", so that JSON Binding knows no class to make; take a class or a record, or say it with"
                    + " @JsonbTypeInfo, @JsonbTypeAdapter or @JsonbTypeDeserializer";
        }
        if (!canBeMade(type)) {
            return type.getName() + " has no constructor without parameters, and none with @JsonbCreator";
        }
        return null;
    }

    private static boolean isMapped(Class<?> type) {
        boolean collection = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
        return MAPPED.contains(type)
                || MAPPED_PACKAGES.contains(type.getPackageName())
                || (collection || Calendar.class.isAssignableFrom(type) || TimeZone.class.isAssignableFrom(type))
                        && !Modifier.isAbstract(type.getModifiers());
    }

    private static boolean hasOwnRules(@Nullable Class<?> type) {
        return type != null
                && (OWN_RULES.stream().anyMatch(type::isAnnotationPresent)
                        || hasOwnRules(type.getSuperclass())
                        || Arrays.stream(type.getInterfaces()).anyMatch(JsonTypes::hasOwnRules));
    }

    private static boolean canBeMade(Class<?> type) {
        Stream<AnnotatedElement> makers =
                Stream.concat(Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()));
        return Arrays.stream(type.getDeclaredConstructors()).anyMatch(maker -> maker.getParameterCount() == 0)
                || makers.anyMatch(maker -> maker.isAnnotationPresent(JsonbCreator.class));
    }
}
