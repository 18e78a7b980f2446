package dev.mqttra.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two archives deploy unchanged on both servers. The page's tests have the other two of the four combinations. */
class PackagingIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({"payara, plant.war", "wildfly, plant.ear"})
    void readingsArriveAndASetPointIsAnswered(String server, String archive) throws Exception {
        try (RunningPlant plant = RunningPlant.start(server, archive, ServerPorts.freePort(), System.out::println)) {
            await(plant.page(), "\"device\":\"oven-1\"");

            HttpRequest ask = HttpRequest.newBuilder(plant.page().resolve("api/lines/cooling/setpoint"))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString("{\"celsius\":8.5}"))
                    .build();
            await(plant.page(), "\"line\":\"cooling\",\"name\":\"tunnel-1\"");
            assertThat(client.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(204);
            await(plant.page(), "\"setPoint\":8.5");
        }
    }

    private void await(URI page, String expected) {
        Awaitility.await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(state(page))
                .contains(expected));
    }

    private String state(URI page) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(page.resolve("api/plant")).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
