package io.saccade.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.saccade.broker.BrokerResource;
import io.saccade.cli.SaccadeCommand;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser; {@code -Dchromium} and {@code -Dchromedriver} name the programs. */
@Tag("browser")
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class PageBrowserTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/")
    URL page;

    private ChromeDriver browser;

    @BeforeEach
    void open() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Objects.requireNonNull(System.getProperty("chromium"), "-Dchromium"));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(
                        Path.of(Objects.requireNonNull(System.getProperty("chromedriver"), "-Dchromedriver"))
                                .toFile())
                .build();
        browser = new ChromeDriver(driver, options);
        browser.manage().window().setSize(new Dimension(1100, 900));
    }

    @AfterEach
    void close() {
        browser.quit();
    }

    @Test
    void thePageShowsEachCameraWithItsHeatMapAndKeepsUpWithNewFrames() throws Exception {
        browser.get(page.toString());
        await().atMost(Duration.ofSeconds(10)).until(() -> text("model").contains("attention/1"));
        assertThat(text("model")).contains("36 parameters").contains("cpu");

        ingest(2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(figures()).hasSize(2));
        await().atMost(Duration.ofSeconds(10)).until(() -> figures().stream().allMatch(this::showsBothPictures));
        String before = score("street-1");

        ingest(40);
        await().atMost(Duration.ofSeconds(10)).until(() -> !score("street-1").equals(before));
        await().atMost(Duration.ofSeconds(2)).until(() -> figures().stream().allMatch(this::showsBothPictures));

        Files.write(Path.of("target", "page.png"), browser.getScreenshotAs(OutputType.BYTES));
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    }

    private void ingest(int frames) {
        int exit = SaccadeCommand.run(
                "ingest", "synthetic", "-b", bootstrapServers, "--cameras", "2", "--rate", "0", "--count", "" + frames);
        assertThat(exit).isZero();
    }

    private List<WebElement> figures() {
        return browser.findElements(By.cssSelector("#wall figure[data-camera^=street-]"));
    }

    private String score(String camera) {
        return browser.findElement(By.cssSelector("figure[data-camera='" + camera + "'] .score"))
                .getText();
    }

    private boolean showsBothPictures(WebElement figure) {
        return figure.findElements(By.tagName("img")).stream()
                .allMatch(img ->
                        Boolean.TRUE.equals(browser.executeScript("return arguments[0].naturalWidth === 640", img)));
    }

    private String text(String id) {
        return browser.findElement(By.id(id)).getText();
    }
}
