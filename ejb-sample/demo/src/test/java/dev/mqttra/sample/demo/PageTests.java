package dev.mqttra.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.servers.ServerPorts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** What a person sees, on a real server with the devices running. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PageTests {
    private final String server;
    private final String archive;
    private RunningPlant plant;

    PageTests(String server, String archive) {
        this.server = server;
        this.archive = archive;
    }

    @BeforeAll
    void start() {
        Browser.require();
        plant = RunningPlant.start(server, archive, ServerPorts.freePort(), System.out::println);
    }

    @AfterAll
    void stop() {
        if (plant != null) {
            plant.close();
        }
    }

    @Test
    void showsReadingsAsTheyArrive() {
        try (Browser browser = wide()) {
            browser.await(
                    "a row for each device", () -> browser.all("#readings tr").size() == plant.devices());
            browser.await(
                    "all devices online",
                    () -> browser.all("#readings .state.online").size() == plant.devices());
            assertThat(browser.all(".line h3"))
                    .extracting(WebElement::getText)
                    .containsExactly("Baking", "Cooling", "Mixing");

            String before = browser.text("tr[data-device=oven-1] .measured");
            browser.await(
                    "a later reading",
                    () -> browser.text("tr[data-device=oven-1] .measured").compareTo(before) > 0);
            assertThat(browser.text("tr[data-device=oven-1] .temperature")).endsWith(" °C");
        }
    }

    @Test
    void sendsASetPointAndShowsTheAnswers() {
        try (Browser browser = wide()) {
            browser.await(
                    "the line",
                    () -> browser.all("[data-line=cooling] .values li").size() == 3);
            ask(browser, "cooling", "8");
            for (String device : new String[] {"tunnel-1", "tunnel-2"}) {
                String item = "[data-line=cooling] .answers .accepted[data-device=" + device + "]";
                browser.await(device + " accepts", () -> browser.text(item).contains("accepted 8.0 °C"));
                browser.await(device + " works to it", () -> browser.text("tr[data-device=" + device + "] .set-point")
                        .equals("8.0 °C"));
            }
        }
    }

    @Test
    void showsThatADeviceRefuses() {
        try (Browser browser = wide()) {
            browser.await(
                    "the line",
                    () -> browser.all("[data-line=baking] .values li").size() == 4);
            ask(browser, "baking", "230");
            browser.await("the request", () -> browser.text("[data-line=baking] .asked")
                    .startsWith("Asked for 230.0 °C"));
            browser.await("oven-1 accepts", () -> browser.one("[data-line=baking] .accepted[data-device=oven-1]")
                    .isPresent());
            browser.await("oven-3 refuses", () -> browser.text("[data-line=baking] .refused[data-device=oven-3]")
                    .contains("refused 230.0 °C: it can keep 160 to 225 °C"));
        }
    }

    @Test
    void saysWhatIsWrongWithASetPoint() {
        try (Browser browser = wide()) {
            browser.await("the line", () -> browser.one("[data-line=mixing]").isPresent());
            ask(browser, "mixing", "");
            assertThat(browser.text("[data-line=mixing] .form-error")).startsWith("A set-point is a number");
            ask(browser, "mixing", "5000");
            browser.await("the server's objection", () -> browser.text("[data-line=mixing] .form-error")
                    .equals("Not sent: A set-point is between -273.15 and 1000 °C"));
        }
    }

    @Test
    void refusesWhatIsNotJson() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(plant.page().resolve("api/faults"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("rubbish"))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void showsWhatTheAdapterDoesAndThatFailedDeliveriesAreRetried() {
        try (Browser browser = wide()) {
            browser.await("a rate", () -> number(browser, "rate") > 0);
            browser.await("the devices", () -> number(browser, "devices") == plant.devices());
            assertThat(browser.text("#address")).endsWith("127.0.0.1:" + plant.mqttPort() + ".");
            assertThat(number(browser, "delivered")).isPositive();

            browser.one(".switch").orElseThrow().click();
            browser.await("failures", () -> number(browser, "failed") > 0);
            browser.await("retries", () -> number(browser, "retried") > 0);
            browser.one(".switch").orElseThrow().click();
            browser.await("none is left behind", () -> number(browser, "waiting") == 0);
        }
    }

    @Test
    void saysThatTheStreamIsLostAndComesBack() {
        try (Browser browser = wide()) {
            browser.await("readings", () -> browser.all("#readings tr").size() == plant.devices());
            plant.undeploy();
            browser.await("the banner", () -> browser.text("#banner").startsWith("The live stream is lost."));
            String before = browser.text("tr[data-device=oven-1] .measured");
            plant.deploy();
            browser.await("the stream again", () -> browser.one("#connection[data-state=live]")
                    .isPresent());
            browser.await(
                    "readings again",
                    () -> browser.text("tr[data-device=oven-1] .measured").compareTo(before) > 0);
            assertThat(browser.text("#banner")).isEmpty();
        }
    }

    @Test
    void fitsAWideScreenAndAPhone() throws IOException {
        for (int width : new int[] {1600, 390}) {
            try (Browser browser = Browser.open(width, width == 390 ? 844 : 1000, plant.page())) {
                browser.await(
                        "readings", () -> browser.all("#readings .state.online").size() == plant.devices());
                browser.await("a rate", () -> number(browser, "rate") > 0);
                browser.picture(Path.of(System.getProperty("work"), "page-" + server + "-" + width + ".png"));
                assertThat(browser.overflow()).isZero();
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    private Browser wide() {
        return Browser.open(1600, 1200, plant.page());
    }

    /** By the keyboard, because the cards may still move under a click while the first readings come. */
    private static void ask(Browser browser, String line, String celsius) {
        WebElement input = browser.one("[data-line=" + line + "] input").orElseThrow();
        input.clear();
        input.sendKeys(celsius, Keys.ENTER);
    }

    /** A number of the adapter's panel; -1 while it is not known. */
    private static int number(Browser browser, String id) {
        String digits = browser.text("#adapter-" + id).replaceAll("\\D", "");
        return digits.isEmpty() ? -1 : Integer.parseInt(digits);
    }
}
