package dev.mqttra.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A Payara domain's configuration file. It is changed before the first start, because changing the ports of a running
 * server would open the old ones first.
 */
final class DomainXml {
    private static final String LOOPBACK = "127.0.0.1";

    private final Document document;
    private final Element config;

    private DomainXml(Document document) {
        this.document = document;
        this.config = serverConfig(document);
    }

    /** Rewrites a domain.xml so that the domain listens on loopback only, on the given ports, and on nothing else. */
    static void confine(Path file, ServerPorts ports) {
        try {
            DomainXml xml = new DomainXml(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
            xml.httpListeners(ports);
            xml.orb(ports);
            xml.switchOff();
            xml.database();
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(xml.document), new StreamResult(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException | TransformerException e) {
            throw new ServerException("Cannot change " + file, e);
        }
    }

    private static Element serverConfig(Document document) {
        NodeList configs = document.getElementsByTagName("config");
        for (int i = 0; i < configs.getLength(); i++) {
            if (configs.item(i) instanceof Element element
                    && element.getAttribute("name").equals("server-config")) {
                return element;
            }
        }
        throw new ServerException("The domain has no server-config");
    }

    private void httpListeners(ServerPorts ports) {
        each(config, "network-listener", listener -> {
            listener.setAttribute("address", LOOPBACK);
            int port =
                    switch (listener.getAttribute("name")) {
                        case "http-listener-1" -> ports.http();
                        case "admin-listener" -> ports.admin();
                        default -> ports.https();
                    };
            listener.setAttribute("port", Integer.toString(port));
            if (listener.getAttribute("protocol").equals("http-listener-2")) {
                listener.setAttribute("enabled", "false");
            }
        });
    }

    private void orb(ServerPorts ports) {
        each(config, "iiop-listener", listener -> {
            listener.setAttribute("address", LOOPBACK);
            if (listener.getAttribute("security-enabled").equals("true")) {
                listener.setAttribute("enabled", "false");
            } else {
                listener.setAttribute("port", Integer.toString(ports.iiop()));
            }
        });
    }

    /** The data grid, JMX over RMI, the built-in JMS broker and the remote OSGi shell would each open a port. */
    private void switchOff() {
        each(config, "hazelcast-config-specific-configuration", grid -> grid.setAttribute("enabled", "false"));
        each(config, "jmx-connector", connector -> connector.setAttribute("enabled", "false"));
        Element jms = document.createElement("jms-service");
        jms.setAttribute("type", "DISABLED");
        jms.setAttribute("default-jms-host", "none");
        Element host = document.createElement("jms-host");
        host.setAttribute("name", "none");
        host.setAttribute("host", LOOPBACK);
        host.setAttribute("lazy-init", "false");
        jms.appendChild(host);
        each(config, "jms-service", old -> old.getParentNode().removeChild(old));
        config.insertBefore(jms, config.getElementsByTagName("security-service").item(0));
        each(config, "jvm-options", option -> {
            String remoteShell = ",org.apache.felix.shell.remote";
            option.setTextContent(option.getTextContent().replace(remoteShell, ""));
        });
    }

    /** H2's automatic server mode would listen on every interface; one server needs no second process's access. */
    private void database() {
        each(document.getDocumentElement(), "property", property -> {
            String url = property.getAttribute("value");
            if (url.startsWith("jdbc:h2:")) {
                property.setAttribute("value", url.replace(";AUTO_SERVER=TRUE", ""));
            }
        });
    }

    private static void each(Element root, String tag, Consumer<Element> change) {
        NodeList found = root.getElementsByTagName(tag);
        // From the end: the list is live, and a change may remove the element.
        for (int i = found.getLength() - 1; i >= 0; i--) {
            change.accept((Element) found.item(i));
        }
    }
}
