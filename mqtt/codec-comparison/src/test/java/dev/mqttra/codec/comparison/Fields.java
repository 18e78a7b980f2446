package dev.mqttra.codec.comparison;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the fields of one packet as text. What is absent is absent. */
final class Fields {
    private final Map<String, String> fields = new TreeMap<>();

    Fields(String type) {
        fields.put("type", type);
    }

    Fields add(String name, @Nullable Object value) {
        if (value instanceof byte[] bytes) {
            fields.put(name, HexFormat.of().formatHex(bytes));
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            fields.put(name, HexFormat.of().formatHex(bytes));
        } else if (value != null) {
            fields.put(name, value.toString());
        }
        return this;
    }

    /** A property; several of one identifier are kept in order. */
    Fields property(String of, int id, Object value) {
        String name = of + "property " + Integer.toHexString(id);
        String former = fields.get(name);
        add(name, value);
        if (former != null) {
            fields.merge(name, former, (now, before) -> before + ", " + now);
        }
        return this;
    }

    Reading reading() {
        return Reading.packet(fields);
    }
}
