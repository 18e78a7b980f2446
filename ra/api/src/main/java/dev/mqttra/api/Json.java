package dev.mqttra.api;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.charset.StandardCharsets;

/**
 * JSON by the server's Jakarta JSON Binding.
 *
 * <p>A Jsonb is dear to make and remembers the classes it has seen. It is therefore kept with the application's class
 * itself, so that both go together when the application does; for a class of the JDK, which stays, none is kept.
 */
final class Json {
    private static final ClassValue<Jsonb> KEPT = new ClassValue<>() {
        @Override
        protected Jsonb computeValue(Class<?> type) {
            return JsonbBuilder.create();
        }
    };

    private Json() {}

    static <T> T read(byte[] payload, Class<T> type) {
        String text = new String(payload, StandardCharsets.UTF_8);
        if (isKept(type)) {
            return KEPT.get(type).fromJson(text, type);
        }
        return withOwn(jsonb -> jsonb.fromJson(text, type));
    }

    static byte[] write(Object value) {
        Class<?> type = value.getClass();
        String text = isKept(type) ? KEPT.get(type).toJson(value) : Json.<String>withOwn(jsonb -> jsonb.toJson(value));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isKept(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader();
    }

    private interface Use<R> {
        R with(Jsonb jsonb);
    }

    private static <R> R withOwn(Use<R> use) {
        Jsonb jsonb = JsonbBuilder.create();
        R result;
        try {
            result = use.with(jsonb);
        } catch (RuntimeException e) {
            close(jsonb);
            throw e;
        }
        close(jsonb);
        return result;
    }

    private static void close(Jsonb jsonb) {
        try {
            jsonb.close();
        } catch (Exception e) {
            throw new IllegalStateException("JSON Binding did not close", e);
        }
    }
}
