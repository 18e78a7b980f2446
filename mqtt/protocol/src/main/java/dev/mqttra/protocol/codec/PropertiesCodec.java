package dev.mqttra.protocol.codec;

import dev.mqttra.protocol.packet.CopyProperties;
import dev.mqttra.protocol.packet.Properties;
import dev.mqttra.protocol.packet.Property;
import dev.mqttra.protocol.packet.ReasonCode;
import dev.mqttra.protocol.packet.UserProperty;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The properties of 5.0 with their length [5.0 2.2.2]. What may come where is in {@link PropertyRules}. */
final class PropertiesCodec {
    /** Of a topic alias with its identifier. */
    static final int ALIAS_SIZE = 3;

    private static final int EXPIRY_SIZE = 5;

    private PropertiesCodec() {}

    static Properties read(PacketReader in, Carrier carrier) throws ProtocolViolation {
        Properties.Builder builder = readBuilder(in, carrier);
        return builder == null ? Properties.NONE : builder.build();
    }

    /** Null where there are none, the usual case. */
    static Properties.@Nullable Builder readBuilder(PacketReader in, Carrier carrier) throws ProtocolViolation {
        int length = in.variableByteInteger();
        if (length == 0) {
            return null;
        }
        if (length > in.remaining()) {
            throw PacketReader.malformed("the properties run past the end of the packet");
        }
        int after = in.narrow(length);
        Properties.Builder builder = Properties.builder();
        while (in.remaining() > 0) {
            readOne(in, carrier, builder);
        }
        in.widen(after);
        if (builder.has(Property.AUTHENTICATION_DATA) && !builder.has(Property.AUTHENTICATION_METHOD)) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, "authentication data without an authentication method");
        }
        return builder;
    }

    private static void readOne(PacketReader in, Carrier carrier, Properties.Builder builder) throws ProtocolViolation {
        int id = in.variableByteInteger();
        Property property = Property.of(id);
        if (property == null || !PropertyRules.mayCarry(carrier, property)) {
            throw PacketReader.malformed("property " + id + " in " + carrier);
        }
        if (PropertyRules.isWrongWay(carrier, property, in.fromServer)) {
            throw new ProtocolViolation(
                    ReasonCode.PROTOCOL_ERROR, property + " never comes in " + carrier + " from this side");
        }
        if (builder.has(property) && !PropertyRules.mayRepeat(carrier, property)) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, property + " comes twice");
        }
        switch (property.type()) {
            case BYTE -> number(property, in.oneByte(), builder);
            case TWO_BYTE_INTEGER -> number(property, in.twoByteInteger(), builder);
            case FOUR_BYTE_INTEGER -> number(property, in.fourByteInteger(), builder);
            case VARIABLE_BYTE_INTEGER -> number(property, in.variableByteInteger(), builder);
            case STRING -> string(property, in.string(), builder);
            case STRING_PAIR -> builder.userProperty(in.string(), in.string());
            case BINARY -> builder.binary(property, in.binary());
        }
    }

    private static void number(Property property, long value, Properties.Builder builder) throws ProtocolViolation {
        PropertyRules.checkNumber(property, value);
        builder.number(property, value);
    }

    private static void string(Property property, String value, Properties.Builder builder) throws ProtocolViolation {
        boolean topic = property == Property.RESPONSE_TOPIC;
        if (topic && (value.isEmpty() || value.indexOf('+') >= 0 || value.indexOf('#') >= 0)) {
            throw new ProtocolViolation(ReasonCode.PROTOCOL_ERROR, "the response topic is no topic name");
        }
        builder.string(property, value);
    }

    /**
     * The size with its length.
     *
     * @throws IllegalArgumentException if the carrier knows no such property
     */
    static int size(Properties properties, Carrier carrier) {
        if (properties.isEmpty()) {
            return 1;
        }
        check(properties, carrier);
        int length = length(properties);
        return Fields.variableByteIntegerSize(length) + length;
    }

    private static void check(Properties properties, Carrier carrier) {
        for (Property property : properties.values().keySet()) {
            if (!PropertyRules.mayCarry(carrier, property)) {
                throw new IllegalArgumentException(carrier + " has no property " + property);
            }
        }
        int identifiers = properties.subscriptionIdentifiers().size();
        if (identifiers > 0 && carrier != Carrier.PUBLISH && (carrier != Carrier.SUBSCRIBE || identifiers > 1)) {
            throw new IllegalArgumentException(carrier + " has no " + identifiers + " subscription identifiers");
        }
    }

    private static int length(Properties properties) {
        int length = 0;
        for (Map.Entry<Property, Object> entry : properties.values().entrySet()) {
            length = Math.addExact(length, 1 + size(entry.getKey(), entry.getValue()));
        }
        for (UserProperty user : properties.userProperties()) {
            length = Math.addExact(length, 1 + Fields.stringSize(user.name()) + Fields.stringSize(user.value()));
        }
        for (int identifier : properties.subscriptionIdentifiers()) {
            length = Math.addExact(length, 1 + Fields.variableByteIntegerSize(identifier));
        }
        if (length > Fields.HIGHEST_VARIABLE_BYTE_INTEGER) {
            throw new IllegalArgumentException("properties have at most 268,435,455 bytes, not " + length);
        }
        return length;
    }

    private static int size(Property property, Object value) {
        return switch (property.type()) {
            case BYTE -> 1;
            case TWO_BYTE_INTEGER -> 2;
            case FOUR_BYTE_INTEGER -> 4;
            case VARIABLE_BYTE_INTEGER -> Fields.variableByteIntegerSize(((Long) value).intValue());
            case STRING -> Fields.stringSize((String) value);
            case BINARY -> Fields.binarySize((byte[]) value);
            case STRING_PAIR -> throw new IllegalArgumentException(property + " has no single value");
        };
    }

    /** Writes properties that {@link #size} has accepted. */
    static void write(Properties properties, ByteBuffer out) {
        if (properties.isEmpty()) {
            out.put((byte) 0);
            return;
        }
        Fields.putVariableByteInteger(out, length(properties));
        writeAll(properties, CopyProperties.NONE, out);
    }

    /**
     * The length, without its own bytes, of the properties of one copy of a message.
     *
     * @throws IllegalArgumentException if PUBLISH knows no such property
     */
    static int copyLength(Properties published, CopyProperties copy) {
        int length = 0;
        if (!published.isEmpty()) {
            check(published, Carrier.PUBLISH);
            length = length(published);
        }
        if (copy == CopyProperties.NONE) {
            return length;
        }
        if (copy.messageExpiryInterval() >= 0 && !published.has(Property.MESSAGE_EXPIRY_INTERVAL)) {
            length += EXPIRY_SIZE;
        }
        for (int identifier : copy.subscriptionIdentifiers()) {
            length += 1 + Fields.variableByteIntegerSize(identifier);
        }
        return length;
    }

    /** Writes what {@link #copyLength} has accepted, and an alias if it is not 0. */
    static void writeCopy(Properties published, CopyProperties copy, int alias, ByteBuffer out) {
        if (alias != 0) {
            out.put((byte) Property.TOPIC_ALIAS.id()).putShort((short) alias);
        }
        if (!published.isEmpty()) {
            writeAll(published, copy, out);
        }
        if (copy == CopyProperties.NONE) {
            return;
        }
        if (copy.messageExpiryInterval() >= 0) {
            out.put((byte) Property.MESSAGE_EXPIRY_INTERVAL.id()).putInt((int) copy.messageExpiryInterval());
        }
        for (int identifier : copy.subscriptionIdentifiers()) {
            out.put((byte) Property.SUBSCRIPTION_IDENTIFIER.id());
            Fields.putVariableByteInteger(out, identifier);
        }
    }

    /** All but what the copy says instead. */
    private static void writeAll(Properties properties, CopyProperties copy, ByteBuffer out) {
        boolean otherExpiry = copy.messageExpiryInterval() >= 0;
        for (Map.Entry<Property, Object> entry : properties.values().entrySet()) {
            if (!otherExpiry || entry.getKey() != Property.MESSAGE_EXPIRY_INTERVAL) {
                out.put((byte) entry.getKey().id());
                writeValue(entry.getKey(), entry.getValue(), out);
            }
        }
        for (int identifier : properties.subscriptionIdentifiers()) {
            out.put((byte) Property.SUBSCRIPTION_IDENTIFIER.id());
            Fields.putVariableByteInteger(out, identifier);
        }
        for (UserProperty user : properties.userProperties()) {
            out.put((byte) Property.USER_PROPERTY.id());
            Fields.putString(out, user.name());
            Fields.putString(out, user.value());
        }
    }

    private static void writeValue(Property property, Object value, ByteBuffer out) {
        switch (property.type()) {
            case BYTE -> out.put(((Long) value).byteValue());
            case TWO_BYTE_INTEGER -> out.putShort(((Long) value).shortValue());
            case FOUR_BYTE_INTEGER -> out.putInt(((Long) value).intValue());
            case VARIABLE_BYTE_INTEGER -> Fields.putVariableByteInteger(out, ((Long) value).intValue());
            case STRING -> Fields.putString(out, (String) value);
            case BINARY -> Fields.putBinary(out, (byte[]) value);
            case STRING_PAIR -> throw new IllegalArgumentException(property + " has no single value");
        }
    }
}
