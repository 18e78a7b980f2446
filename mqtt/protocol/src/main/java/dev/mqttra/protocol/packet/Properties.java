package dev.mqttra.protocol.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one packet of 5.0, immutable. A property is absent or has one value; only user properties and
 * subscription identifiers repeat, and keep their order. Packets of 3.x carry {@link #NONE}.
 */
public final class Properties {
    public static final Properties NONE = new Properties(new EnumMap<>(Property.class), List.of(), List.of());

    private final EnumMap<Property, Object> values;
    private final List<UserProperty> userProperties;
    private final List<Integer> subscriptionIdentifiers;

    private Properties(
            EnumMap<Property, Object> values,
            List<UserProperty> userProperties,
            List<Integer> subscriptionIdentifiers) {
        this.values = values;
        this.userProperties = userProperties;
        this.subscriptionIdentifiers = subscriptionIdentifiers;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these properties. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.values.putAll(values);
        builder.userProperties.addAll(userProperties);
        builder.subscriptionIdentifiers.addAll(subscriptionIdentifiers);
        return builder;
    }

    public boolean isEmpty() {
        return values.isEmpty() && userProperties.isEmpty() && subscriptionIdentifiers.isEmpty();
    }

    public boolean has(Property property) {
        return switch (property) {
            case USER_PROPERTY -> !userProperties.isEmpty();
            case SUBSCRIPTION_IDENTIFIER -> !subscriptionIdentifiers.isEmpty();
            default -> values.containsKey(property);
        };
    }

    /** The value of a byte or integer property, {@code absent} where it is not there. */
    public long number(Property property, long absent) {
        Object value = values.get(property);
        return value == null ? absent : (Long) value;
    }

    /** The value of a string property, null where it is not there. */
    public @Nullable String string(Property property) {
        return (String) values.get(property);
    }

    /** The value of a binary property, null where it is not there. Shared: not to be modified. */
    public byte @Nullable [] binary(Property property) {
        return (byte[]) values.get(property);
    }

    /** In the order of the packet. */
    public List<UserProperty> userProperties() {
        return userProperties;
    }

    /** In the order of the packet; a broker's PUBLISH may carry several. */
    public List<Integer> subscriptionIdentifiers() {
        return subscriptionIdentifiers;
    }

    /** The single-valued properties in the order of their identifiers. Values are Long, String or byte[]. */
    public Map<Property, Object> values() {
        return java.util.Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Properties that)
                || !values.keySet().equals(that.values.keySet())
                || !userProperties.equals(that.userProperties)
                || !subscriptionIdentifiers.equals(that.subscriptionIdentifiers)) {
            return false;
        }
        return values.entrySet().stream().allMatch(e -> Objects.deepEquals(e.getValue(), that.values.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        int hash = Objects.hash(userProperties, subscriptionIdentifiers);
        for (Object value : values.values()) {
            hash = 31 * hash + (value instanceof byte[] bytes ? Arrays.hashCode(bytes) : value.hashCode());
        }
        return hash;
    }

    /** Names and numbers, but no binary value: authentication data must not reach a log. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "{}";
        }
        StringBuilder text = new StringBuilder("{");
        values.forEach((property, value) -> text.append(property)
                .append('=')
                .append(value instanceof byte[] bytes ? bytes.length + " bytes" : value)
                .append(' '));
        return text.append(userProperties)
                .append(subscriptionIdentifiers)
                .append('}')
                .toString();
    }

    /** Collects properties. Not thread safe. */
    public static final class Builder {
        private final EnumMap<Property, Object> values = new EnumMap<>(Property.class);
        private final List<UserProperty> userProperties = new ArrayList<>();
        private final List<Integer> subscriptionIdentifiers = new ArrayList<>();

        private Builder() {}

        /**
         * Sets a byte or integer property; adds a subscription identifier.
         *
         * @throws IllegalArgumentException if the property is no number, or the number does not fit its type
         */
        public Builder number(Property property, long value) {
            long maximum = property.type().maximum();
            if (maximum < 0) {
                throw new IllegalArgumentException(property + " is no number");
            }
            if (value < 0 || value > maximum) {
                throw new IllegalArgumentException(property + " is 0 to " + maximum + ", not " + value);
            }
            if (property == Property.SUBSCRIPTION_IDENTIFIER) {
                subscriptionIdentifiers.add((int) value);
            } else {
                values.put(property, value);
            }
            return this;
        }

        /**
         * @throws IllegalArgumentException if the property is no string
         */
        public Builder string(Property property, String value) {
            return put(property, Property.Type.STRING, value);
        }

        /**
         * Takes the array as it is.
         *
         * @throws IllegalArgumentException if the property is not binary
         */
        public Builder binary(Property property, byte[] value) {
            return put(property, Property.Type.BINARY, value);
        }

        private Builder put(Property property, Property.Type type, Object value) {
            if (property.type() != type) {
                throw new IllegalArgumentException(property + " is not of type " + type);
            }
            values.put(property, Objects.requireNonNull(value));
            return this;
        }

        /** Removes a byte or integer property and returns its value, {@code absent} where it is not there. */
        public long takeNumber(Property property, long absent) {
            Object value = values.remove(property);
            return value == null ? absent : (Long) value;
        }

        public Builder userProperty(String name, String value) {
            userProperties.add(new UserProperty(name, value));
            return this;
        }

        public Builder remove(Property property) {
            switch (property) {
                case USER_PROPERTY -> userProperties.clear();
                case SUBSCRIPTION_IDENTIFIER -> subscriptionIdentifiers.clear();
                default -> values.remove(property);
            }
            return this;
        }

        public boolean has(Property property) {
            return switch (property) {
                case USER_PROPERTY -> !userProperties.isEmpty();
                case SUBSCRIPTION_IDENTIFIER -> !subscriptionIdentifiers.isEmpty();
                default -> values.containsKey(property);
            };
        }

        public Properties build() {
            if (values.isEmpty() && userProperties.isEmpty() && subscriptionIdentifiers.isEmpty()) {
                return NONE;
            }
            return new Properties(
                    new EnumMap<>(values), List.copyOf(userProperties), List.copyOf(subscriptionIdentifiers));
        }
    }
}
