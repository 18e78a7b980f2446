package dev.mqttra.rar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mqttra.ra.MqttResourceAdapter;
import dev.mqttra.ra.config.AdapterProperties;
import dev.mqttra.ra.config.ConnectionSettings;
import dev.mqttra.ra.config.HostedSettings;
import dev.mqttra.ra.config.OutboundSettings;
import dev.mqttra.ra.inbound.MqttActivationSpec;
import dev.mqttra.ra.outbound.MqttManagedConnectionFactory;
import jakarta.resource.ResourceException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Beans, ra.xml and the documentation name the same properties, and each of them does something. */
class PropertiesTest {
    private static final Path RA_XML = Path.of("src/main/rar/META-INF/ra.xml");
    private static final Path DOCUMENTATION = Path.of("../../README.md");

    /** Valid values, none of them a default. */
    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("serverUri", "ssl://broker.example:1884"),
            Map.entry("userName", "somebody"),
            Map.entry("password", "secret"),
            Map.entry("keepAlive", 7),
            Map.entry("connectTimeout", 7_000),
            Map.entry("reconnectDelay", 7),
            Map.entry("maximumReconnectDelay", 77_000),
            Map.entry("mqttVersion", "3.1.1"),
            Map.entry("brokerName", "other"),
            Map.entry("hostedHost", "127.0.0.7"),
            Map.entry("hostedPort", 1884),
            Map.entry("hostedEager", true),
            Map.entry("allowAnonymousRemote", true),
            Map.entry("maximumPacketSize", 70_000),
            Map.entry("clientId", "me"),
            Map.entry("publishTimeout", 7_000),
            Map.entry("outboxMessages", 7),
            Map.entry("outboxBytes", 7),
            Map.entry("topicFilter", "a/b"),
            Map.entry("qos", 2),
            Map.entry("cleanStart", true),
            Map.entry("maxConcurrency", 7),
            Map.entry("redeliveryDelay", 7L),
            Map.entry("redeliveryMultiplier", 7.0),
            Map.entry("maxRedeliveryDelay", 77_000L),
            Map.entry("nodeName", "a"),
            Map.entry("trustStore", "authorities.pem"),
            Map.entry("trustStoreType", "PKCS12"),
            Map.entry("trustStorePassword", "secret"),
            Map.entry("keyStore", "me.pem"),
            Map.entry("keyStoreType", "PKCS12"),
            Map.entry("keyStorePassword", "secret"),
            Map.entry("sharedSubscription", "group"),
            Map.entry("hostedAuthentication", "server"),
            Map.entry("hostedAcknowledgementTimeout", 7_000),
            Map.entry("hostedSettleTime", 3_000),
            Map.entry("runAsUser", "robot"),
            Map.entry("runAsGroups", "machines, line 7"),
            Map.entry("redeliveryJitter", 0.7),
            Map.entry("maxRedeliveries", 7),
            Map.entry("onExhausted", "drop"),
            Map.entry("deadLetterTopic", "dead/{topic}"),
            Map.entry("noRetry", "java.io.IOException"),
            Map.entry("retryTopic", "retry/{topic}"),
            Map.entry("maxHold", 7L),
            Map.entry("order", "topic"),
            Map.entry("batchSize", 7),
            Map.entry("batchLinger", 7L),
            Map.entry("qos0Buffer", 7),
            Map.entry("qos0Policy", "dropNewest"));

    private static final Map<Class<?>, Number> TOO_LOW =
            Map.of(Integer.class, -77, Long.class, -77L, Double.class, -77.0);

    /** As errors say them; where the lower one is another property, the upper one alone. */
    private static final Pattern BOUNDS = Pattern.compile("(-?\\d+ )?to \\d+|0, 1 or 2");

    private static final String SECURE = "ssl://broker.example:8883";

    /** What a property needs beside it, without which it would be refused. */
    private static final Map<String, Map<String, Object>> NEEDED = Map.ofEntries(
            Map.entry("maxRedeliveries", Map.of("onExhausted", "stop")),
            Map.entry("deadLetterTopic", Map.of("onExhausted", "deadLetter", "deadLetterTopic", "dead")),
            Map.entry("noRetry", Map.of("onExhausted", "stop")),
            Map.entry("runAsGroups", Map.of("runAsUser", "robot")),
            Map.entry("trustStore", Map.of("serverUri", SECURE)),
            Map.entry("trustStoreType", Map.of("serverUri", SECURE, "trustStore", "a.pem")),
            Map.entry("trustStorePassword", Map.of("serverUri", SECURE, "trustStore", "a.p12")),
            Map.entry("keyStore", Map.of("serverUri", SECURE)),
            Map.entry("keyStoreType", Map.of("serverUri", SECURE, "keyStore", "a.pem")),
            Map.entry("keyStorePassword", Map.of("serverUri", SECURE, "keyStore", "a.p12")),
            Map.entry("retryTopic", Map.of("maxHold", 7L, "retryTopic", "retry")),
            Map.entry("qos0Policy", Map.of("qos0Buffer", 7)),
            Map.entry("maxHold", Map.of("maxHold", 77L, "retryTopic", "retry")));

    /** A kind of bean: where it is declared, where it is described, and what its properties lead to. */
    record Bean(String heading, String xpath, Class<?> type, Effect effect) {
        @Override
        public String toString() {
            return heading;
        }
    }

    /** Everything that a bean's properties change, comparable. */
    interface Effect {
        Object of(Object bean) throws Exception;
    }

    static Stream<Bean> beans() {
        return Stream.of(
                new Bean(
                        "Resource adapter",
                        "/connector/resourceadapter/config-property",
                        MqttResourceAdapter.class,
                        bean -> List.of(
                                ConnectionSettings.of((AdapterProperties) bean, (AdapterProperties) bean, "id"),
                                HostedSettings.of((AdapterProperties) bean),
                                // What it does is in the adapter's own tests.
                                Objects.requireNonNullElse(((AdapterProperties) bean).getHostedEager(), false))),
                new Bean(
                        "Connection factory",
                        "//connection-definition/config-property",
                        MqttManagedConnectionFactory.class,
                        bean -> outbound((MqttManagedConnectionFactory) bean)),
                new Bean(
                        "Activation",
                        "//messagelistener[messagelistener-type='dev.mqttra.api.MqttListener']//config-property",
                        MqttActivationSpec.class,
                        bean -> inbound((MqttActivationSpec) bean)),
                new Bean(
                        "Activation",
                        "//messagelistener[messagelistener-type='dev.mqttra.api.MqttEndpoint']//config-property",
                        MqttActivationSpec.class,
                        bean -> inbound((MqttActivationSpec) bean)));
    }

    private static Object inbound(MqttActivationSpec spec) throws ResourceException {
        return List.of(
                spec.settings(),
                ConnectionSettings.ofActivation(spec, new MqttResourceAdapter(), spec.getClientId(), true));
    }

    private static OutboundSettings outbound(MqttManagedConnectionFactory factory) {
        return OutboundSettings.of(
                ConnectionSettings.of(factory, new MqttResourceAdapter(), factory.getClientId()),
                factory.getPublishTimeout(),
                factory.getOutboxMessages(),
                factory.getOutboxBytes());
    }

    @ParameterizedTest
    @MethodSource("beans")
    void descriptorNamesTheBeansProperties(Bean bean) throws Exception {
        assertThat(declared(bean)).isEqualTo(ofBean(bean));
    }

    @ParameterizedTest
    @MethodSource("beans")
    void documentationNamesTheBeansProperties(Bean bean) throws Exception {
        assertThat(documented(bean, 2)).isEqualTo(ofBean(bean));
    }

    /** The errors are the truth, and the documentation says the same. */
    @ParameterizedTest
    @MethodSource("beans")
    void documentationNamesTheBoundsOfNumbers(Bean bean) throws Exception {
        Map<String, String> meanings = documented(bean, 4);
        for (PropertyDescriptor property : properties(bean)) {
            // A property as a bound stands for its default here.
            String meaning = meanings.get(property.getName())
                    .replace("`reconnectDelay` to", ConnectionSettings.RECONNECT_DELAY + " to");
            if (TOO_LOW.containsKey(property.getPropertyType()) && !meaning.equals("As above")) {
                Object wrong = bean.type.getConstructor().newInstance();
                property.getWriteMethod().invoke(wrong, TOO_LOW.get(property.getPropertyType()));
                String error = assertThrows(Exception.class, () -> bean.effect.of(wrong))
                        .getMessage();
                Matcher bounds = BOUNDS.matcher(error);
                assertThat(bounds.find()).as(error).isTrue();
                assertThat(meaning).as(property.getName()).contains(bounds.group());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("beans")
    void eachPropertyActs(Bean bean) throws Exception {
        for (PropertyDescriptor property : properties(bean)) {
            Object before = bean.type.getConstructor().newInstance();
            Object after = bean.type.getConstructor().newInstance();
            if (Set.of("password", "clientId", "cleanStart").contains(property.getName())) {
                // A password needs a user. Whether a session is kept follows from a client identifier unless it is
                // said.
                for (Object each : List.of(before, after)) {
                    set(each, bean, "userName", "somebody");
                }
            }
            if (property.getName().equals("password")) {
                set(before, bean, "password", "another");
            }
            for (var needed : NEEDED.getOrDefault(property.getName(), Map.of()).entrySet()) {
                set(before, bean, needed.getKey(), needed.getValue());
                set(after, bean, needed.getKey(), needed.getValue());
            }
            property.getWriteMethod().invoke(after, value(property));
            assertThat(bean.effect.of(after)).as(property.getName()).isNotEqualTo(bean.effect.of(before));
        }
    }

    @ParameterizedTest
    @MethodSource("beans")
    void noTextOfABeansSettingsShowsThePassword(Bean bean) throws Exception {
        Object configured = bean.type.getConstructor().newInstance();
        for (PropertyDescriptor property : properties(bean)) {
            property.getWriteMethod().invoke(configured, value(property));
        }
        if (configured instanceof MqttActivationSpec spec) {
            spec.setOnExhausted("deadLetter");
        }
        assertThat(bean.effect.of(configured).toString()).doesNotContain("secret");
        assertThat(configured.toString()).doesNotContain("secret");
    }

    private static Object value(PropertyDescriptor property) {
        Object value = VALUES.get(property.getName());
        assertThat(value).as("a value to try %s with", property.getName()).isNotNull();
        return value;
    }

    private static void set(Object target, Bean bean, String name, Object value) throws Exception {
        for (PropertyDescriptor property : properties(bean)) {
            if (property.getName().equals(name)) {
                property.getWriteMethod().invoke(target, value);
            }
        }
    }

    private static List<PropertyDescriptor> properties(Bean bean) throws Exception {
        List<PropertyDescriptor> properties = new ArrayList<>();
        for (PropertyDescriptor property : Introspector.getBeanInfo(bean.type).getPropertyDescriptors()) {
            // The association with the adapter and the log writer are the contract's, not configuration.
            if (property.getWriteMethod() != null
                    && property.getPropertyType().getPackageName().equals("java.lang")
                    && Serializable.class.isAssignableFrom(property.getPropertyType())) {
                properties.add(property);
            }
        }
        return properties;
    }

    private static Map<String, String> ofBean(Bean bean) throws Exception {
        Map<String, String> types = new TreeMap<>();
        for (PropertyDescriptor property : properties(bean)) {
            types.put(property.getName(), property.getPropertyType().getSimpleName());
        }
        return types;
    }

    private static Map<String, String> declared(Bean bean) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(RA_XML.toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList found = (NodeList) xpath.evaluate(bean.xpath, document, XPathConstants.NODESET);
        Map<String, String> types = new TreeMap<>();
        for (int i = 0; i < found.getLength(); i++) {
            Element property = (Element) found.item(i);
            types.put(
                    text(property, "config-property-name"),
                    text(property, "config-property-type").replace("java.lang.", ""));
        }
        return types;
    }

    private static String text(Element parent, String name) {
        return parent.getElementsByTagName(name).item(0).getTextContent();
    }

    /** A column of the bean's table, by the names of the properties in the first one. */
    private static Map<String, String> documented(Bean bean, int column) throws Exception {
        Map<String, String> found = new TreeMap<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCUMENTATION)) {
            if (line.startsWith("#")) {
                inside = line.equals("### " + bean.heading);
            } else if (inside && line.startsWith("| `")) {
                String[] cells = line.split("\\|");
                found.put(cells[1].strip().replace("`", ""), cells[column].strip());
            }
        }
        assertThat(found).isNotEmpty();
        return found;
    }
}
