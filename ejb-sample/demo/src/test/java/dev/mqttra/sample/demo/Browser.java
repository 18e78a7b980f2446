package dev.mqttra.sample.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with one page. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /** Held, so that it stays set: Selenium warns of each browser that is newer than itself, which does not matter. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    static {
        SELENIUM.setLevel(Level.SEVERE);
    }

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Says whether there is a Chromium: without one the tests that need it are skipped, in CI they fail. */
    static void require() {
        boolean there = program("chromium", "chromium-browser", "google-chrome").isPresent()
                && program("chromedriver").isPresent();
        String missing = "The page is not tested: neither chromium nor google-chrome with chromedriver is on the PATH";
        if (!there && Boolean.parseBoolean(System.getenv("CI"))) {
            throw new IllegalStateException(missing);
        }
        if (!there) {
            System.out.println(missing);
        }
        Assumptions.assumeTrue(there, missing);
    }

    static Browser open(int width, int height, URI page) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(
                program("chromium", "chromium-browser", "google-chrome").orElseThrow());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + freshProfile());
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Path.of(program("chromedriver").orElseThrow()).toFile())
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.resize(width, height);
        browser.driver.get(page.toString());
        browser.await("the live stream", () -> browser.one("#connection[data-state=live]")
                .isPresent());
        return browser;
    }

    /** The size of the page's area, on a screen of such a device. */
    private void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    Optional<WebElement> one(String selector) {
        return all(selector).stream().findFirst();
    }

    List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** The text of the first element, empty if there is none. */
    String text(String selector) {
        return one(selector).map(WebElement::getText).orElse("");
    }

    void await(String what, BooleanSupplier condition) {
        new WebDriverWait(driver, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .withMessage(what)
                .until(anyDriver -> condition.getAsBoolean());
    }

    /** How many pixels the page is wider than the screen. */
    long overflow() {
        Object pixels = driver.executeScript(
                "const root = document.documentElement; return root.scrollWidth - root.clientWidth");
        return ((Number) pixels).longValue();
    }

    /** What the page or the browser complained about. */
    List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** A picture of the whole page. */
    void picture(Path file) throws IOException {
        Map<String, Object> answer = driver.executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, OutputType.BYTES.convertFromBase64Png((String) answer.get("data")));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Path freshProfile() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of(System.getProperty("work"))), "browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> program(String... names) {
        List<Path> directories = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return Stream.of(names)
                .flatMap(name -> directories.stream().map(directory -> directory.resolve(name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
