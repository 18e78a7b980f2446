package dev.mqttra.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What ran, as the reports of Surefire and Failsafe in the modules' target folders say. */
final class Reports {
    /** The name in a report: method, parameter types, and the number of the invocation. */
    private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\(.*\\))?(?:\\[(\\d+)])?.*", Pattern.DOTALL);

    private final Instant since;
    private final Map<String, Map<String, TreeMap<Integer, String>>> classes = new HashMap<>();

    /** @param since reports of earlier builds do not count */
    Reports(Instant since) {
        this.since = since;
    }

    /**
     * The invocations of a test by their number, 1 where there are no numbers, and what came of each: "passed", "skipped",
     * "failure" or "error". Empty where it did not run.
     */
    Map<Integer, String> invocations(TestId test) throws IOException, XMLStreamException {
        String key = test.module() + ":" + test.className();
        if (!classes.containsKey(key)) {
            classes.put(key, read(test));
        }
        return classes.get(key).getOrDefault(test.method(), new TreeMap<>());
    }

    private Map<String, TreeMap<Integer, String>> read(TestId test) throws IOException, XMLStreamException {
        Map<String, TreeMap<Integer, String>> methods = new HashMap<>();
        Optional<Path> report = report(test);
        if (report.isPresent()) {
            try (InputStream in = Files.newInputStream(report.get())) {
                XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT
                            && xml.getLocalName().equals("testcase")) {
                        testCase(xml, methods);
                    }
                }
            }
        }
        return methods;
    }

    private static void testCase(XMLStreamReader xml, Map<String, TreeMap<Integer, String>> methods)
            throws XMLStreamException {
        Matcher name = NAME.matcher(xml.getAttributeValue(null, "name"));
        String outcome = "passed";
        for (int event = xml.next();
                event != XMLStreamConstants.END_ELEMENT || !xml.getLocalName().equals("testcase");
                event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().matches("skipped|failure|error")) {
                outcome = xml.getLocalName();
            }
        }
        if (name.matches()) {
            int number = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
            methods.computeIfAbsent(name.group(1), key -> new TreeMap<>()).put(number, outcome);
        }
    }

    private Optional<Path> report(TestId test) throws IOException {
        for (String folder : new String[] {"surefire-reports", "failsafe-reports"}) {
            Path path = Project.path(test.module() + "/target/" + folder + "/TEST-" + test.className() + ".xml");
            if (Files.exists(path)
                    && !Files.getLastModifiedTime(path).toInstant().isBefore(since)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }
}
