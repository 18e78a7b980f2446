package dev.mqttra.kill;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the server's database holds, as the application in it tells. */
final class RowsPage {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI page;

    RowsPage(URI page) {
        this.page = page;
    }

    /** Makes the table. */
    void create() {
        try {
            get("create=");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many rows messages have, from one on. */
    Map<Long, Integer> count(Channel channel, long from) throws IOException {
        Map<Long, Integer> rows = new HashMap<>();
        get("topic=" + channel.topic() + "&from=" + from).lines().forEach(line -> {
            String[] words = line.split(" ");
            rows.put(Long.parseLong(words[0]), Integer.parseInt(words[1]));
        });
        return rows;
    }

    /** Transactions that the database has prepared and nobody has decided. */
    int inDoubt() throws IOException {
        return Integer.parseInt(get("").strip());
    }

    /** @throws IOException also while the application is not there yet */
    private String get(String query) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page + "?" + query))
                .timeout(LIMIT)
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(request.uri() + " answered " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
