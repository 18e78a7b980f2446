package dev.mqttra.servers;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Descriptors of message-driven beans: what Jakarta EE says of them, and by which each server finds the adapter that serves
 * a bean. In a WAR all of them are in {@code WEB-INF}, where each server reads its own and leaves the other's alone.
 */
public final class Descriptors {
    /** {@code beans.xml} of an application that has nothing for CDI, which then does not start. */
    public static final String NO_CDI = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="none"/>
            """;

    /**
     * A bean whose transactions are the container's.
     *
     * @param name of which an application has one
     * @param type its class
     * @param listener the interface by which it is called
     * @param transacted whether each call has one. Said here, as Payara heeds the class's annotation for one bean of that
     *     class only
     * @param properties of its activation
     */
    public record Bean(String name, String type, String listener, boolean transacted, Map<String, String> properties) {}

    private Descriptors() {}

    /** {@code ejb-jar.xml} with these beans. */
    public static String ejbJar(Collection<Bean> beans) {
        return """
                <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                  <enterprise-beans>
                %s  </enterprise-beans>
                  <assembly-descriptor>
                %s  </assembly-descriptor>
                </ejb-jar>
                """.formatted(
                        beans.stream().map(Descriptors::messageDriven).collect(Collectors.joining()),
                        beans.stream().map(Descriptors::transaction).collect(Collectors.joining()));
    }

    private static String transaction(Bean bean) {
        return """
                    <container-transaction>
                      <method>
                        <ejb-name>%s</ejb-name>
                        <method-name>*</method-name>
                      </method>
                      <trans-attribute>%s</trans-attribute>
                    </container-transaction>
                """.formatted(bean.name(), bean.transacted() ? "Required" : "NotSupported");
    }

    private static String messageDriven(Bean bean) {
        return """
                    <message-driven>
                      <ejb-name>%s</ejb-name>
                      <ejb-class>%s</ejb-class>
                      <messaging-type>%s</messaging-type>
                      <transaction-type>Container</transaction-type>
                      <activation-config>
                %s      </activation-config>
                    </message-driven>
                """.formatted(bean.name(), bean.type(), bean.listener(), each("""
                        <activation-config-property>
                          <activation-config-property-name>%s</activation-config-property-name>
                          <activation-config-property-value>%s</activation-config-property-value>
                        </activation-config-property>
                """, bean.properties()));
    }

    /**
     * {@code glassfish-ejb-jar.xml}.
     *
     * @param adapters by the names of the beans, the name under which the adapter of each is deployed
     */
    public static String glassfishEjbJar(Map<String, String> adapters) {
        return glassfishEjbs(each("""
                    <ejb>
                      <ejb-name>%s</ejb-name>
                      <mdb-resource-adapter>
                        <resource-adapter-mid>%s</resource-adapter-mid>
                      </mdb-resource-adapter>
                    </ejb>
                """, adapters));
    }

    /**
     * {@code glassfish-ejb-jar.xml} for one bean.
     *
     * @param elements what follows its name
     */
    public static String glassfishEjbJar(String bean, String elements) {
        return glassfishEjbs("<ejb><ejb-name>" + bean + "</ejb-name>" + elements + "</ejb>");
    }

    private static String glassfishEjbs(String beans) {
        return """
                <!DOCTYPE glassfish-ejb-jar PUBLIC "-//GlassFish.org//DTD GlassFish Application Server 3.1 EJB 3.1//EN"
                    "http://glassfish.org/dtds/glassfish-ejb-jar_3_1-1.dtd">
                <glassfish-ejb-jar>
                  <enterprise-beans>
                %s  </enterprise-beans>
                </glassfish-ejb-jar>
                """.formatted(beans);
    }

    /**
     * {@code jboss-ejb3.xml}.
     *
     * @param adapters by the names of the beans, {@code *} for all, the name of each one's adapter without {@code .rar}; a
     *     {@code #} before it says that it is in the application's own EAR
     */
    public static String jbossEjb3(Map<String, String> adapters) {
        return """
                <jboss:ejb-jar xmlns:jboss="http://www.jboss.com/xml/ns/javaee"
                               xmlns="https://jakarta.ee/xml/ns/jakartaee"
                               xmlns:mdb="urn:resource-adapter-binding:2.0" version="4.0">
                  <assembly-descriptor>
                %s  </assembly-descriptor>
                </jboss:ejb-jar>
                """.formatted(each("""
                    <mdb:resource-adapter-binding>
                      <ejb-name>%s</ejb-name>
                      <mdb:resource-adapter-name>%s.rar</mdb:resource-adapter-name>
                    </mdb:resource-adapter-binding>
                """, adapters));
    }

    private static String each(String element, Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> element.formatted(value.getKey(), value.getValue()))
                .collect(Collectors.joining());
    }
}
