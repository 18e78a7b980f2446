package dev.mqttra.ra.inbound;

import dev.mqttra.ra.log.Log;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.resource.NotSupportedException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * JSON for the methods of one activation, by the Jakarta JSON Binding of the server: one Jsonb, made while the bean is
 * being deployed if one of its methods needs it. Its provider remembers the application's classes, so it goes with the
 * activation. The thread's context class loader is the application's whenever the provider works: it looks there for
 * itself and for the application's adapters.
 *
 * <p>Opened and closed by the server's threads that deploy, used by any.
 */
final class JsonBinding implements AutoCloseable {
    private static final int LONGEST_REASON = 200;

    private final Class<?> beanClass;
    private final Supplier<Jsonb> maker;
    private @Nullable Jsonb jsonb;

    JsonBinding(Class<?> beanClass) {
        this(beanClass, JsonbBuilder::create);
    }

    JsonBinding(Class<?> beanClass, Supplier<Jsonb> maker) {
        this.beanClass = beanClass;
        this.maker = maker;
    }

    /**
     * A parameter that gets the payload, or the elements of its List, bound to a type.
     *
     * @throws NotSupportedException if the type cannot be bound, or there is no JSON Binding
     */
    Argument argument(BeanMethod bean, int index, Type type) throws NotSupportedException {
        Jsonb opened;
        try {
            opened = open();
        } catch (RuntimeException | LinkageError e) {
            throw caused(bean.wrong(index, absent(e)), e);
        }
        String problem = JsonTypes.problem(type);
        if (problem != null) {
            throw bean.wrong(index, problem);
        }
        String what = bean.parameter(index);
        if (type instanceof Class<?> known && known.isPrimitive()) {
            // Of the primitive type itself a provider makes 0 of null.
            Class<?> boxed = MethodType.methodType(known).wrap().returnType();
            return message -> notNull(read(opened, Argument.utf8(message), boxed, what), what);
        }
        return message -> read(opened, Argument.utf8(message), type, what);
    }

    /**
     * Writes results as JSON, in UTF-8. It throws what the provider throws.
     *
     * @throws NotSupportedException if there is no JSON Binding
     */
    Function<Object, byte[]> writer(BeanMethod bean) throws NotSupportedException {
        try {
            Jsonb opened = open();
            return value -> inApplication(() -> opened.toJson(value)).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | LinkageError e) {
            throw caused(bean.wrong("the result: " + absent(e)), e);
        }
    }

    private static String absent(Throwable e) {
        return "it is to be bound by Jakarta JSON Binding, which the server does not offer to the application ("
                + reason(e) + ")";
    }

    private static NotSupportedException caused(NotSupportedException wrong, Throwable cause) {
        wrong.initCause(cause);
        return wrong;
    }

    private Jsonb open() {
        Jsonb opened = jsonb;
        if (opened == null) {
            opened = inApplication(maker);
            jsonb = opened;
        }
        return opened;
    }

    private @Nullable Object read(Jsonb opened, String text, Type type, String what) throws UnbindableException {
        try {
            return inApplication(() -> opened.fromJson(text, type));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            // Whatever a provider, or the application's own class, has against a payload: it will have it again.
            throw new UnbindableException(what + ": the payload is no JSON for it (" + reason(e) + ")");
        }
    }

    private static Object notNull(@Nullable Object value, String what) throws UnbindableException {
        if (value == null) {
            throw new UnbindableException(what + ": the payload is null, which it cannot be");
        }
        return value;
    }

    private <R> R inApplication(Supplier<R> work) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(beanClass.getClassLoader());
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** In one line, as a provider may quote the payload. */
    private static String reason(Throwable failure) {
        String reason = String.valueOf(failure.getMessage() == null ? failure : failure.getMessage())
                .replaceAll("\\s+", " ");
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) + "…" : reason;
    }

    /** What the methods still read is not to be relied on afterwards. */
    @Override
    public void close() {
        Jsonb opened = jsonb;
        jsonb = null;
        if (opened == null) {
            return;
        }
        try {
            opened.close();
        } catch (Exception e) {
            Log.closeFailed("the JSON Binding of " + beanClass.getName(), e);
        }
    }
}
