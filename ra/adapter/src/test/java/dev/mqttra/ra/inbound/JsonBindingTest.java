package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mqttra.api.MqttEndpoint;
import dev.mqttra.api.TopicFilter;
import dev.mqttra.api.TopicLevel;
import dev.mqttra.ra.fake.FakeDelivery;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Payloads that Jakarta JSON Binding makes of bytes, with the binding that both servers have. */
class JsonBindingTest {
    private final MqttActivationSpec spec = new MqttActivationSpec();

    public enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    public record Reading(double value, Unit unit, Instant at) {}

    public static class Page<T> {
        public List<T> items;
    }

    public static class Everything implements MqttEndpoint {
        @TopicFilter("a/{line}")
        public void record(@TopicLevel("line") int line, Reading reading) {}

        @TopicFilter("b")
        public void generic(Map<String, List<Reading>> byName) {}

        @TopicFilter("c")
        public void ofApplication(Page<Reading> page) {}

        @TopicFilter("d")
        public void array(Reading[] readings) {}

        @TopicFilter("e")
        public void tree(JsonObject object) {}

        @TopicFilter("f")
        public void number(int number) {}

        @TopicFilter("g")
        public void many(List<Reading> readings) {}

        @TopicFilter("h")
        public void set(Set<Unit> units) {}

        @TopicFilter("i")
        public void optional(Optional<Duration> duration) {}

        @TopicFilter("j")
        public void anything(Object anything) {}
    }

    @Test
    void anyOtherTypeIsBoundByJson() throws Exception {
        String json = "{\"value\":21.5,\"unit\":\"CELSIUS\",\"at\":\"2026-01-02T03:04:05Z\"}";
        Reading reading = new Reading(21.5, Unit.CELSIUS, Instant.parse("2026-01-02T03:04:05Z"));

        assertThat(bind("record", "a/7", json)).containsExactly(7, reading);
        assertThat(bind("generic", "b", "{\"x\":[" + json + "]}")).containsExactly(Map.of("x", List.of(reading)));
        assertThat(bind("ofApplication", "c", "{\"items\":[" + json + "]}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        Page.class, page -> assertThat(page.items).isEqualTo(List.of(reading)));
        assertThat(bind("array", "d", "[" + json + "]")).isEqualTo(new Object[] {new Reading[] {reading}});
        assertThat(((JsonObject) bind("tree", "e", "{\"a\":{\"b\":7}}")[0]).getJsonObject("a"))
                .containsKey("b");
        assertThat(bind("anything", "j", "{\"a\":null}")).containsExactly(Collections.singletonMap("a", null));
        assertThat(bind("number", "f", "42")).containsExactly(42);
        assertThat(bind("set", "h", "[\"CELSIUS\"]")).containsExactly(Set.of(Unit.CELSIUS));
        assertThat(bind("optional", "i", "\"PT5S\"")).containsExactly(Optional.of(Duration.ofSeconds(5)));
    }

    @Test
    void aListHasOneElementForEachMessage() throws Exception {
        DeliveryMethod many = method("many");

        assertThat(many.isBatch()).isTrue();
        assertThat(many.bind(List.of(message("g", "{\"value\":1}"), message("g", "{\"value\":2}"))))
                .containsExactly(List.of(new Reading(1, null, null), new Reading(2, null, null)));
        assertThatThrownBy(() -> many.bind(List.of(message("g", "{\"value\":1}"), message("g", "{\"value\":true}"))))
                .isInstanceOfSatisfying(
                        UnbindableException.class, e -> assertThat(e.index()).isEqualTo(1))
                .hasMessageContaining("parameter 1");
    }

    @Test
    void aPayloadThatDoesNotFitIsToldByTheParameter() {
        for (String wrong : List.of("", "{\"value\":", "{\"value\":\"warm\"}", "[]", "hello", "7")) {
            assertThatThrownBy(() -> bind("record", "a/7", wrong))
                    .as(wrong)
                    .isInstanceOf(UnbindableException.class)
                    .hasMessageContaining("parameter 2")
                    .hasMessageContaining("of type Reading: the payload is no JSON for it (");
        }
        assertThatThrownBy(() -> bind("number", "f", "null"))
                .isInstanceOf(UnbindableException.class)
                .hasMessageContaining("the payload is null, which it cannot be");
        assertThatThrownBy(() -> bind("anything", "j", "[".repeat(100_000)))
                .isInstanceOf(UnbindableException.class)
                .hasMessageContaining("parameter 1");
        assertThatThrownBy(() -> method("record").bind(List.of(message("a/7", new byte[] {'"', (byte) 0xC3, '"'}))))
                .isInstanceOf(UnbindableException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void theReasonIsOneShortLine() {
        String wrong = "{\"value\":\"" + "x\\n".repeat(1_000) + "\"}";

        assertThatThrownBy(() -> bind("record", "a/7", wrong))
                .message()
                .hasSizeLessThan(300)
                .doesNotContain("\n");
    }

    public interface Shape {}

    public abstract static class Abstract {}

    public static class NoConstructor {
        public NoConstructor(int value) {}
    }

    @JsonbTypeInfo(@JsonbSubtype(alias = "circle", type = Circle.class))
    public interface Known {}

    public static class Circle implements Known {
        public double radius;
    }

    public static class Created {
        final int value;

        @JsonbCreator
        public Created(@JsonbProperty("value") int value) {
            this.value = value;
        }
    }

    @JsonbTypeAdapter(TokenAdapter.class)
    public interface Token {
        String text();
    }

    public static class TokenAdapter implements JsonbAdapter<Token, String> {
        @Override
        public String adaptToJson(Token token) {
            return token.text();
        }

        @Override
        public Token adaptFromJson(String text) {
            return () -> text;
        }
    }

    public static class OwnRules implements MqttEndpoint {
        @TopicFilter("a")
        public void known(Known known) {}

        @TopicFilter("b")
        public void created(Created created) {}

        @TopicFilter("c")
        public void token(Token token) {}
    }

    @Test
    void theApplicationCanSayHowATypeIsMade() throws Exception {
        assertThat(method(OwnRules.class, "known")
                        .bind(List.of(message("a", "{\"@type\":\"circle\",\"radius\":2}")))[0])
                .isInstanceOf(Circle.class);
        assertThat(method(OwnRules.class, "created").bind(List.of(message("b", "{\"value\":2}")))[0])
                .isInstanceOfSatisfying(
                        Created.class, created -> assertThat(created.value).isEqualTo(2));
        assertThat(method(OwnRules.class, "token").bind(List.of(message("c", "\"x\"")))[0])
                .isInstanceOfSatisfying(
                        Token.class, token -> assertThat(token.text()).isEqualTo("x"));
    }

    public static class OfInterface implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(String text, Shape shape) {}
    }

    public static class OfAbstract implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(List<Abstract> shapes) {}
    }

    public static class OfNoConstructor implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(Map<String, NoConstructor[]> values) {}
    }

    public static class OfVariable<T> implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(T value) {}
    }

    public static class OfVariables<T> implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(List<T[]> values) {}
    }

    public static class OfInput implements MqttEndpoint {
        @TopicFilter("x")
        public void wrong(java.io.InputStream in) {}
    }

    @Test
    void whatNoJsonBindingCanMakeIsRefusedAtDeployment() {
        refused(OfInterface.class, "method wrong(String, Shape), parameter 2", "Shape is an interface", "a record");
        refused(OfAbstract.class, "method wrong(List), parameter 1", "Abstract is abstract");
        refused(OfNoConstructor.class, "parameter 1", "NoConstructor has no constructor without parameters");
        refused(OfVariable.class, "parameter 1", "type variable T does not say which class it is");
        refused(OfVariables.class, "parameter 1", "type variable T does not say");
        refused(OfInput.class, "parameter 1", "no mapping for java.io.InputStream");
    }

    @Test
    void aServerWithoutJsonBindingIsToldAtDeployment() {
        JsonBinding none = new JsonBinding(Everything.class, () -> {
            throw new JsonbException("no provider");
        });
        assertThatThrownBy(() -> BeanMethods.of(Everything.class, spec.settings(), none))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining(Everything.class.getName() + ", method anything(Object), parameter 1")
                .hasMessageContaining("the server does not offer to the application (no provider)");
    }

    @Test
    void oneJsonbServesAnActivationAndIsClosedWithIt() throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        Jsonb real = JsonbBuilder.create();
        JsonBinding json = new JsonBinding(Everything.class, () -> {
            made.incrementAndGet();
            return counting(real, closed);
        });

        BeanMethods.of(Everything.class, spec.settings(), json);
        assertThat(made).hasValue(1);
        json.close();
        json.close();

        assertThat(closed).hasValue(1);
    }

    @Test
    void whoBindsNothingNeedsNoJsonBinding() throws Exception {
        JsonBinding json = new JsonBinding(Plain.class, () -> {
            throw new AssertionError("not wanted");
        });
        BeanMethods.of(Plain.class, spec.settings(), json);
        json.close();
    }

    public static class Plain implements MqttEndpoint {
        @TopicFilter("x")
        public void text(String text, byte[] payload) {}
    }

    @Test
    void theApplicationsClassLoaderIsTheContextWhileTheProviderWorks() throws Exception {
        Set<ClassLoader> seen = new HashSet<>();
        try (URLClassLoader application = new ApplicationLoader()) {
            Class<?> bean = application.loadClass(Everything.class.getName());
            ClassLoader before = Thread.currentThread().getContextClassLoader();
            Jsonb real = JsonbBuilder.create();
            JsonBinding json = new JsonBinding(bean, () -> noting(real, seen));

            List<DeliveryMethod> methods = BeanMethods.of(bean, spec.settings(), json);
            DeliveryMethod number = named(methods, "number");
            number.bind(List.of(message("f", "1")));
            assertThatThrownBy(() -> number.bind(List.of(message("f", "x")))).isInstanceOf(UnbindableException.class);

            assertThat(seen).containsExactly(application);
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    /** Defines the bean itself, as a server's loader of an application does. */
    private static final class ApplicationLoader extends URLClassLoader {
        ApplicationLoader() {
            super(
                    new URL[] {
                        Everything.class.getProtectionDomain().getCodeSource().getLocation()
                    },
                    JsonBindingTest.class.getClassLoader());
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            if (name.startsWith(JsonBindingTest.class.getName())) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
            return super.loadClass(name);
        }
    }

    private static Jsonb noting(Jsonb real, Set<ClassLoader> seen) {
        seen.add(Thread.currentThread().getContextClassLoader());
        return watched(real, () -> seen.add(Thread.currentThread().getContextClassLoader()), "fromJson");
    }

    private static Jsonb counting(Jsonb real, AtomicInteger closed) {
        return watched(real, closed::incrementAndGet, "close");
    }

    private static Jsonb watched(Jsonb real, Supplier<?> watcher, String method) {
        return (Jsonb) Proxy.newProxyInstance(
                Jsonb.class.getClassLoader(), new Class<?>[] {Jsonb.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        watcher.get();
                    }
                    try {
                        return called.invoke(real, arguments);
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Object[] bind(String method, String topic, String payload) throws Exception {
        return method(method).bind(List.of(message(topic, payload)));
    }

    private DeliveryMethod method(String name) throws ResourceException {
        return method(Everything.class, name);
    }

    private DeliveryMethod method(Class<?> bean, String name) throws ResourceException {
        return named(BeanMethods.of(bean, spec.settings(), new JsonBinding(bean)), name);
    }

    private static DeliveryMethod named(List<DeliveryMethod> methods, String name) {
        return methods.stream()
                .filter(method -> method.method().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void refused(Class<?> bean, String... said) {
        assertThatThrownBy(() -> method(bean, "wrong"))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining(bean.getName())
                .message()
                .contains(said);
    }

    private static ReceivedMessage message(String topic, String payload) {
        return new ReceivedMessage(new FakeDelivery(topic, payload, new ArrayList<>()));
    }

    private static ReceivedMessage message(String topic, byte[] payload) {
        return new ReceivedMessage(new FakeDelivery(topic, payload, new ArrayList<>()));
    }
}
