package dev.mqttra.codec.comparison;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a codec made of some bytes: a packet as its fields, or a refusal and why, or nothing yet.
 *
 * @param kind what happened
 * @param why of a refusal, without what is particular to one packet
 * @param fields of a packet, by name, those that the codec lets see
 */
record Reading(Kind kind, String why, Map<String, String> fields) {

    enum Kind {
        READ,
        REFUSED,
        WAITS
    }

    /** What to say instead of what is particular to one packet, so that one explanation is for all of a kind. */
    private static final Map<Pattern, String> PARTICULARS = new LinkedHashMap<>();

    static {
        PARTICULARS.put(Pattern.compile("(?s)(: |=|, not |[\\r\\n]).*"), "");
        PARTICULARS.put(Pattern.compile("reason code \\w+"), "reason code N");
        PARTICULARS.put(Pattern.compile("\\w+ comes twice"), "a property comes twice");
        PARTICULARS.put(Pattern.compile("\\w+ is \\d+$"), "a property with a value it cannot have");
        PARTICULARS.put(Pattern.compile("\\w+ never comes from"), "a packet that never comes from");
        PARTICULARS.put(
                Pattern.compile("\\w+ never comes in \\w+ from"), "a property that never comes in that packet from");
        PARTICULARS.put(Pattern.compile("property \\d+ in \\w+"), "a property in another's packet");
        PARTICULARS.put(Pattern.compile("Illegal BIT .* in fixed header of .*"), "Illegal BIT in fixed header");
        PARTICULARS.put(Pattern.compile("\\d+(\\.\\d+)?"), "N");
    }

    static Reading packet(Map<String, String> fields) {
        return new Reading(Kind.READ, "", fields);
    }

    static Reading refused(String message) {
        String general = message;
        for (Map.Entry<Pattern, String> rule : PARTICULARS.entrySet()) {
            general = rule.getKey().matcher(general).replaceAll(rule.getValue());
        }
        return new Reading(Kind.REFUSED, general.strip(), Map.of());
    }

    static Reading waits() {
        return new Reading(Kind.WAITS, "", Map.of());
    }

    /** In what this one differs from another of the same bytes, empty where in nothing that both show. */
    String differenceTo(Reading other) {
        if (kind == Kind.REFUSED && other.kind != kind) {
            return text() + " | goes on";
        } else if (kind != other.kind) {
            return text() + " | " + other.text();
        }
        Map<String, String> different = new TreeMap<>(fields);
        different.keySet().retainAll(other.fields.keySet());
        different.entrySet().removeIf(field -> field.getValue().equals(other.fields.get(field.getKey())));
        return different.isEmpty() ? "" : "reads | reads another " + String.join(" and ", different.keySet());
    }

    private String text() {
        return switch (kind) {
            case READ -> "reads";
            case REFUSED -> "refuses: " + why;
            case WAITS -> "waits";
        };
    }
}
