package dev.mqttra.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.ObjectName;

/** The test application, seen from outside the server through its servlet. */
final class App {
    static final String NAME = "it";

    private static final String BROKER = "dev.mqttra:type=Broker,name=" + ObjectName.quote("default");

    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** HTTP 1.1: on one connection of HTTP/2 Payara may let a request wait behind the one that waits for it. */
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI controls = TestServer.get().http().resolve(NAME + "/controls");
    private final URI rows = TestServer.get().http().resolve(NAME + "/rows");

    List<String> journal() {
        return send(HttpRequest.newBuilder(controls).GET()).lines().toList();
    }

    void awaitJournal(String line) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(journal()).contains(line));
    }

    /** An attribute of the MBean of an active bean. */
    String attribute(Class<?> bean, String name) {
        return attributeOf(activation(bean), name);
    }

    /** An attribute of the MBean of the hosted broker. */
    String broker(String name) {
        return attributeOf(BROKER, name);
    }

    private static String activation(Class<?> bean) {
        return "dev.mqttra:type=Activation,name=" + ObjectName.quote(bean.getName());
    }

    private String attributeOf(String mbean, String name) {
        URI page = URI.create(controls + "?mbean=" + URLEncoder.encode(mbean, StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(page).GET())
                .lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    void awaitAttribute(Class<?> bean, String name, String value) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(attribute(bean, name)).isEqualTo(value));
    }

    void awaitBroker(String name, String value) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(broker(name)).isEqualTo(value));
    }

    /** Calls an operation of the MBean of an active bean. */
    String invoke(Class<?> bean, String operation) {
        return post("/invoke", "mbean", activation(bean), "operation", operation);
    }

    void open(String gate) {
        post("/open", "gate", gate);
    }

    void publish(String topic, String text, int qos, boolean retained) {
        post("/now", "topic", topic, "text", text, "qos", Integer.toString(qos), "retained", "" + retained);
    }

    /** Publishes in a transaction that stays open until the gate is opened. */
    CompletableFuture<Void> publishInTransaction(String topic, String text, String gate, boolean commit) {
        String path = commit ? "/commit" : "/rollback";
        return CompletableFuture.runAsync(() -> post(path, "topic", topic, "text", text, "qos", "1", "gate", gate));
    }

    /** What a query of the application's database finds, a line for each row. */
    List<String> query(String sql) {
        return send(HttpRequest.newBuilder(URI.create(rows + "?sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8)))
                        .GET())
                .lines()
                .toList();
    }

    /** Executes a statement in the application's database. */
    void execute(String sql) {
        post(rows, "sql", sql);
    }

    private String post(String path, String... form) {
        return post(URI.create(controls + path), form);
    }

    private String post(URI page, String... form) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            body.append(i == 0 ? "" : "&").append(form[i]).append('=');
            body.append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
