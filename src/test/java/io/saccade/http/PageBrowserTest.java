package io.saccade.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.websockets.next.OpenConnections;
import io.saccade.Pictures;
import io.saccade.broker.BrokerResource;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.cli.SaccadeCommand;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The page in a real browser; {@code -Dchromium} and {@code -Dchromedriver} name the programs. */
@Tag("browser")
@QuarkusTest
@TestProfile(PageBrowserTest.AllRoles.class)
@QuarkusTestResource(BrokerResource.class)
class PageBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SETTLE_FRAMES = 40;

    /** All roles, and a picture of samples soon. */
    public static final class AllRoles implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("saccade.roles", "score,train,serve", "saccade.gan.samples.every", "2");
        }
    }

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/")
    URL page;

    @Inject
    OpenConnections sockets;

    private KafkaProducer<byte[], byte[]> producer;
    private ChromeDriver browser;

    @BeforeEach
    void open() {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new ByteArraySerializer(), new ByteArraySerializer());
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
        size(1440, 900, false);
        scheme("dark");
    }

    @AfterEach
    void close() {
        browser.quit();
        producer.close();
    }

    @Test
    void thePageShowsTheCamerasAndEverythingAboutThem() throws Exception {
        browser.get(page.toString());
        eventually("the page is live", () -> text("#status").equals("Live"));
        if (cards().isEmpty()) {
            eventually("it says what to do", () -> text("#empty").contains("ingest synthetic"));
        }

        ingest(4, SETTLE_FRAMES);
        eventually("all cameras", () -> cards().size() == 4);
        eventually("all pictures", () -> cards().stream().allMatch(card -> drawn(card) == 640));
        eventually("the model", () -> text("#model").matches("(?s)attention/1 · [0-9a-f]{12}.*CPU · ONNX Runtime .*"));
        eventually("a training step", () -> text("#gan-step").matches("step [0-9,]+"));
        eventually("a picture of samples", () -> 0 < width("#gan-samples"));

        aFrameIsSeenSoon();
        theHeatMapIsAsItIsSet();
        aDeadLetterIsShown();
        whatIsNovelStandsOut();
        theConnectionComesBack();
        theKeyboardIsEnough();
        itFits();
        // the connection was cut on purpose, and this test reads pixels; the page itself never does
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .filter(entry -> !entry.getMessage().contains("WebSocket connection"))
                        .filter(entry -> !entry.getMessage().contains("willReadFrequently")))
                .isEmpty();
    }

    /** Counted from the send to the canvas of the browser. */
    private void aFrameIsSeenSoon() throws Exception {
        send("lamp", black());
        eventually("the new camera", () -> cards().size() == 5 && brightness("lamp") < 40);
        byte[] bright = Pictures.jpeg(640, 480);
        long sent = System.nanoTime();
        send("lamp", bright);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> brightness("lamp") > 60);
        Duration took = Duration.ofNanos(System.nanoTime() - sent);
        System.out.println("page: from send to canvas in " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(2));
    }

    private static byte[] black() {
        return Pictures.encode(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB), "jpeg", false);
    }

    private void theHeatMapIsAsItIsSet() {
        set("opacity", "0");
        String clear = pixels("street-0");
        set("opacity", "100");
        String map = pixels("street-0");
        set("colours", "grey");
        String grey = pixels("street-0");
        assertThat(Set.of(clear, map, grey)).hasSize(3);
        assertThat(grey.split(",")).as("red, green and blue of a pixel").satisfies(samples -> assertThat(samples[0])
                .isEqualTo(samples[1])
                .isEqualTo(samples[2]));
        set("colours", "cividis");
        assertThat(pixels("street-0")).isEqualTo(map);
        set("opacity", "50");
        assertThat(script("return JSON.parse(localStorage.getItem('saccade')).opacity"))
                .isEqualTo(50L);
    }

    private void aDeadLetterIsShown() throws Exception {
        ProducerRecord<byte[], byte[]> odd =
                new ProducerRecord<>("frames", "gate".getBytes(UTF_8), Pictures.jpeg(320, 240));
        odd.headers().add(new RecordHeader("content-type", "image/png".getBytes(UTF_8)));
        producer.send(odd).get();
        producer.send(new ProducerRecord<>("frames", "gate".getBytes(UTF_8), "no picture".getBytes(UTF_8)))
                .get();

        eventually(
                "both letters",
                () -> browser.findElements(By.cssSelector("#letters li")).size() == 2);
        assertThat(text("#letters")).contains("content-type-mismatch").contains("unsupported-format");
        script("document.querySelector('#letters img').scrollIntoView()");
        eventually("a thumbnail", () -> width("#letters img") == 160);
        script("scrollTo(0, 0)");
    }

    private void whatIsNovelStandsOut() throws Exception {
        for (int i = 0; i < SETTLE_FRAMES; i++) {
            send("road", new JpegEncoder(90).encode(new SyntheticScene(1, 0, 160, 120).render(0)));
        }
        send("road", new JpegEncoder(90).encode(new SyntheticScene(9, 9, 160, 120).render(0)));

        eventually("the moment", () -> text("#moments").contains("road"));
        click("//ol[@id='moments']//button[contains(., 'road')]");
        assertThat(text("#enlarged-name")).isEqualTo("road");
        eventually("its own list", () -> text("#enlarged-moments").matches("(?s)[0-9:]{8}.*[01]\\.[0-9]{2}.*"));
        eventually("the large picture", () -> script("return document.getElementById('enlarged-canvas').width > 640"));
        shot("page-enlarged");
        keys(Keys.ESCAPE);
        assertThat(script("return document.getElementById('enlarged').open")).isEqualTo(false);
    }

    /** The service closes it, as a restart would. */
    private void theConnectionComesBack() throws Exception {
        script(
                "window.said = []; new MutationObserver(() => said.push(document.getElementById('status').innerText + ': '"
                        + " + document.getElementById('lost-text').innerText))"
                        + ".observe(document.getElementById('status'), { subtree: true, childList: true, characterData: true })");
        sockets.stream().forEach(connection -> connection.closeAndAwait());

        eventually("it is back", () -> script("return said.at(-1)?.startsWith('Live')"));
        assertThat(String.valueOf(script("return said.join()"))).contains("Offline");
        assertThat(browser.findElement(By.id("lost")).isDisplayed()).isFalse();
        send("lamp", black());
        eventually("pictures come again", () -> brightness("lamp") < 40);
    }

    private void theKeyboardIsEnough() {
        script("document.querySelector('.skip').focus()");
        int tabs = 0;
        while (!focused().startsWith("Enlarge") && tabs++ < 30) {
            keys(Keys.TAB);
            assertThat(script("return document.activeElement.matches(':focus-visible')"))
                    .isEqualTo(true);
        }
        String first = focused();
        keys(Keys.ARROW_RIGHT);
        assertThat(focused()).startsWith("Enlarge").isNotEqualTo(first);
        keys(Keys.HOME);
        String home = focused();
        keys(Keys.ENTER);
        String name = text("#enlarged-name");
        assertThat("Enlarge " + name).isEqualTo(home);
        keys(Keys.ARROW_RIGHT);
        assertThat(text("#enlarged-name")).isNotEqualTo(name);
        String other = text("#enlarged-name");
        keys(Keys.ESCAPE);
        assertThat(focused()).as("the focus goes back to the camera").isEqualTo("Enlarge " + other);
        keys(Keys.TAB);
        assertThat(focused()).as("the wall is one stop").doesNotStartWith("Enlarge");
    }

    private void itFits() throws Exception {
        ingest(4, 5);
        eventually(
                "they are fresh", () -> !text("article[data-camera='street-3']").contains("Stale"));
        shot("page-dark");
        scheme("light");
        eventually("it is light", () -> script("return getComputedStyle(document.body).backgroundColor")
                .equals("rgb(243, 245, 247)"));
        nothingMoves();
        shot("page-light");
        set("theme", "dark");
        assertThat(script("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(12, 15, 19)");
        set("theme", "system");
        scheme("dark");
        size(360, 740, true);
        eventually("no scrolling to the side", () -> script("return document.documentElement.scrollWidth")
                .equals(360L));
        nothingMoves();
        shot("page-phone");
    }

    private void nothingMoves() {
        eventually("no transition is under way", () -> script("return document.getAnimations().length")
                .equals(0L));
    }

    private void eventually(String what, Callable<Boolean> condition) {
        await().alias(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreException(StaleElementReferenceException.class)
                .until(condition);
    }

    private void eventually(String what, Condition condition) {
        eventually(what, (Callable<Boolean>) () -> Boolean.TRUE.equals(condition.get()));
    }

    /** Something that a script says. */
    private interface Condition {
        Object get();
    }

    private void ingest(int cameras, int frames) {
        int exit = SaccadeCommand.run(
                "ingest",
                "synthetic",
                "-b",
                bootstrapServers,
                "--cameras",
                "" + cameras,
                "--rate",
                "0",
                "--count",
                "" + frames);
        assertThat(exit).isZero();
    }

    private void send(String camera, byte[] frame) throws Exception {
        producer.send(new ProducerRecord<>("frames", camera.getBytes(UTF_8), frame))
                .get();
    }

    private List<WebElement> cards() {
        return browser.findElements(By.cssSelector("#wall .card"));
    }

    private WebElement card(String camera) {
        return browser.findElement(By.cssSelector(".card[data-camera='" + camera + "']"));
    }

    /** Columns of a camera's canvas; 0 before its first picture. */
    private long drawn(WebElement card) {
        return (Long) browser.executeScript(
                "const canvas = arguments[0].querySelector('canvas');"
                        + "const some = canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3];"
                        + "return some ? 640 : 0",
                card);
    }

    private double brightness(String camera) {
        return ((Number) browser.executeScript(
                        "const canvas = arguments[0].querySelector('canvas');"
                                + "const p = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
                                + "let sum = 0; for (let i = 0; i < p.length; i += 4) sum += p[i] + p[i + 1] + p[i + 2];"
                                + "return sum / p.length * 4 / 3",
                        card(camera)))
                .doubleValue();
    }

    /** Some pixels of a camera's canvas. */
    private String pixels(String camera) {
        return (String) browser.executeScript(
                "const canvas = arguments[0].querySelector('canvas');"
                        + "return [...canvas.getContext('2d').getImageData(40, 40, 60, 60).data].join(',')",
                card(camera));
    }

    private long width(String image) {
        return (Long) browser.executeScript("return document.querySelector(arguments[0])?.naturalWidth ?? 0", image);
    }

    private String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    private String focused() {
        return String.valueOf(script("return document.activeElement.getAttribute('aria-label') ?? ''"));
    }

    private Object script(String script) {
        return browser.executeScript(script);
    }

    private void click(String xpath) {
        browser.findElement(By.xpath(xpath)).click();
    }

    private void keys(CharSequence keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private void set(String control, String value) {
        browser.executeScript(
                "const c = document.getElementById(arguments[0]); c.value = arguments[1];"
                        + "c.dispatchEvent(new Event('input', { bubbles: true }))",
                control,
                value);
    }

    private void size(int width, int height, boolean phone) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    private void scheme(String scheme) {
        browser.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void shot(String name) throws Exception {
        Files.write(Path.of("target", name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
