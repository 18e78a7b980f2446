package dev.mqttra.ra.inbound;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type that a level of a topic can become. Immutable. */
final class LevelType {
    private static final Map<Class<?>, Function<String, Object>> CONVERSIONS = Map.ofEntries(
            Map.entry(String.class, text -> text),
            Map.entry(byte.class, Byte::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(short.class, Short::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(int.class, Integer::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(long.class, Long::valueOf),
            Map.entry(Long.class, Long::valueOf),
            Map.entry(float.class, Float::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(double.class, Double::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(UUID.class, LevelType::uuid));

    private final String description;
    private final Function<String, Object> conversion;

    private LevelType(String description, Function<String, Object> conversion) {
        this.description = description;
        this.conversion = conversion;
    }

    /** How to convert to a type, null where a level cannot become one. */
    static @Nullable LevelType of(Class<?> type) {
        Function<String, Object> conversion = CONVERSIONS.get(type);
        if (conversion != null) {
            return new LevelType(type.getSimpleName(), conversion);
        }
        return type.isEnum() ? ofEnum(type) : null;
    }

    private static LevelType ofEnum(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(constant -> ((Enum<?>) constant).name(), constant -> constant));
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        return new LevelType("one of " + names, text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    /** UUID.fromString alone takes shortened forms, which are other texts for the same value. */
    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (text.length() != 36) {
            throw new IllegalArgumentException(text);
        }
        return uuid;
    }

    /**
     * @throws IllegalArgumentException if the text is no such value
     */
    Object convert(String text) {
        return conversion.apply(text);
    }

    /** For a message to a person. */
    @Override
    public String toString() {
        return description;
    }
}
