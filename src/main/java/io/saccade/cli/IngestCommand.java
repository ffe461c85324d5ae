package io.saccade.cli;

import io.saccade.camera.Feed;
import io.saccade.camera.FramePublisher;
import io.saccade.camera.FrameSource;
import io.saccade.camera.FrameSources;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.Pacer;
import io.saccade.camera.SyntheticSource;
import io.saccade.camera.scene.SyntheticScene;
import io.saccade.frame.FrameSize;
import io.saccade.kafka.replay.Cluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends frames to Kafka as cameras would. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "Send frames from files, a network camera, a program or a synthetic street to Kafka.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  saccade ingest synthetic --cameras 4",
            "  saccade ingest photos/ --camera gate --rate 5 --loop",
            "  saccade ingest http://camera.local/stream.mjpg",
            "  ffmpeg -i video.mp4 -f mjpeg - | saccade ingest - --camera gate",
            "",
            "Exit code: 0 all frames acknowledged, 1 not all, 2 wrong usage."
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class IngestCommand implements Callable<Integer> {

    private static final String SYNTHETIC = "synthetic";
    private static final double DEFAULT_RATE = 10;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SOURCE",
            description = "A folder of .jpg and .png files, one such file, an .mjpeg file, an http:// or https:// MJPEG"
                    + " stream, '-' for MJPEG on standard input, or 'synthetic'.")
    private String source;

    @Option(
            names = {"-b", "--bootstrap-servers"},
            paramLabel = "HOST:PORT",
            description = "Kafka (default: kafka.bootstrap.servers of the service).")
    private @Nullable String bootstrapServers;

    @Option(names = "--topic", defaultValue = "frames", description = "Topic. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--camera",
            paramLabel = "ID",
            description = "Camera id, the key of the records. Default: the name of the source.")
    private @Nullable String camera;

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many synthetic cameras; each looks at a street of its own. Default: ${DEFAULT-VALUE}.")
    private int cameras;

    @Option(
            names = "--rate",
            paramLabel = "FPS",
            description =
                    "Frames a second from each camera; 0: as fast as it goes. Default: 10, and 0 for '-' and URLs,"
                            + " which set their own pace.")
    private @Nullable Double rate;

    @Option(names = "--count", paramLabel = "N", description = "Stop after N frames, of all cameras together.")
    private @Nullable Long count;

    @Option(names = "--loop", description = "Begin again at the end of a folder or file.")
    private boolean loop;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "640x480",
            description = "Size of synthetic frames. Default: ${DEFAULT-VALUE}.")
    private FrameSize size;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the synthetic streets. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--quality",
            paramLabel = "1-100",
            defaultValue = "" + JpegEncoder.DEFAULT_QUALITY,
            description = "JPEG quality of synthetic frames. Default: ${DEFAULT-VALUE}.")
    private int quality;

    @Option(
            names = {"-X", "--kafka-option"},
            paramLabel = "KEY=VALUE",
            description = "A setting of Kafka's producer, such as linger.ms=50, over those of the service (kafka.*);"
                    + " may be repeated.")
    private Map<String, String> kafkaOptions = new HashMap<>();

    /** For picocli. */
    public IngestCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = new Terminal(spec.commandLine().getErr());
        String problem = usageProblem();
        if (problem != null) {
            terminal.note("ingest: " + problem);
            return 2;
        }
        List<FrameSource> sources = new ArrayList<>();
        try {
            openSources(sources, terminal);
        } catch (IllegalArgumentException e) {
            terminal.note("ingest: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            terminal.note("ingest: " + e.getMessage());
            return 1;
        }
        Cluster cluster = ServiceSettings.cluster(bootstrapServers);
        Map<String, Object> settings = new HashMap<>(cluster.settings());
        settings.putAll(kafkaOptions);
        try (FramePublisher publisher = FramePublisher.connect(cluster.servers(), topic, settings)) {
            return send(sources, publisher, terminal);
        } catch (IOException e) {
            terminal.note("ingest: " + e.getMessage());
            return 1;
        } finally {
            sources.forEach(FrameSource::close);
        }
    }

    private @Nullable String usageProblem() {
        boolean synthetic = source.equals(SYNTHETIC);
        if (cameras < 1 || cameras > 1000) {
            return "--cameras is 1 to 1000, got " + cameras;
        }
        if (cameras > 1 && !synthetic) {
            return "--cameras goes with 'synthetic' only";
        }
        if (count != null && count < 1) {
            return "--count is 1 or more, got " + count;
        }
        if (rate != null && !(rate >= 0 && rate <= 1e6)) {
            return "--rate is 0 to 1000000 frames a second, got " + rate;
        }
        if (quality < 1 || quality > 100) {
            return "--quality is 1 to 100, got " + quality;
        }
        if (camera != null && camera.isBlank()) {
            return "--camera is empty";
        }
        if (synthetic && (Math.min(size.width(), size.height()) < 16 || Math.max(size.width(), size.height()) > 8192)) {
            return "--size is 16 to 8192 pixels a side, got " + size.width() + "x" + size.height();
        }
        return null;
    }

    private void openSources(List<FrameSource> sources, Terminal terminal) throws IOException, InterruptedException {
        if (!source.equals(SYNTHETIC)) {
            sources.add(FrameSources.open(source, loop, System.in, terminal::note));
            return;
        }
        for (int i = 0; i < cameras; i++) {
            SyntheticScene scene = new SyntheticScene(seed, i, size.width(), size.height());
            sources.add(new SyntheticSource("street-" + i, scene, new JpegEncoder(quality)));
        }
    }

    private int send(List<FrameSource> sources, FramePublisher publisher, Terminal terminal)
            throws InterruptedException {
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            feeds.add(new Feed(sources.get(i), cameraId(sources.get(i), i), new Pacer(rate()), publisher, limit(i)));
        }
        CountDownLatch running = new CountDownLatch(feeds.size());
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<@Nullable String> lost = new AtomicReference<>();
        AtomicBoolean stopping = new AtomicBoolean();
        Thread stopper = new Thread(() -> stop(feeds, stopping, told), "saccade-ingest-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        long begin = System.nanoTime();
        for (Feed feed : feeds) {
            Thread thread = new Thread(() -> run(feed, feeds, lost, running), "saccade-ingest");
            thread.setDaemon(true);
            thread.start();
        }
        watch(publisher, running, stopping, begin, terminal);
        publisher.flush();
        int exit = conclude(publisher, lost.get(), begin, terminal);
        told.countDown();
        removeHook(stopper);
        return exit;
    }

    /** Runs one camera; one that is lost ends the others. */
    private static void run(Feed feed, List<Feed> all, AtomicReference<@Nullable String> lost, CountDownLatch running) {
        try {
            feed.run();
        } catch (IOException e) {
            lost.compareAndSet(null, e.getMessage());
            all.forEach(Feed::stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            lost.compareAndSet(null, e.toString());
            all.forEach(Feed::stop);
        } finally {
            running.countDown();
        }
    }

    private static void watch(
            FramePublisher publisher, CountDownLatch running, AtomicBoolean stopping, long begin, Terminal terminal)
            throws InterruptedException {
        long before = 0;
        long last = begin;
        // A source may sit in a read that nothing ends: after Ctrl-C it is not waited for.
        while (!running.await(1, TimeUnit.SECONDS) && !stopping.get()) {
            long now = System.nanoTime();
            long sent = publisher.sent();
            terminal.progress(String.format(
                    Locale.ROOT,
                    "%6.0f s  %d frames  %.1f fps  %.1f MB  %d unacknowledged",
                    (now - begin) / 1e9,
                    sent,
                    (sent - before) / ((now - last) / 1e9),
                    publisher.bytes() / 1e6,
                    publisher.unacknowledged()));
            before = sent;
            last = now;
        }
    }

    private int conclude(FramePublisher publisher, @Nullable String lost, long begin, Terminal terminal) {
        terminal.finish();
        publisher.failure().ifPresent(failure -> terminal.note("ingest: frames failed: " + failure));
        if (lost != null) {
            terminal.note("ingest: " + lost);
        }
        if (publisher.sent() == 0) {
            terminal.note("ingest: the source had no frames");
        }
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "ingest: sent=%d acknowledged=%d failed=%d seconds=%.1f%n",
                        publisher.sent(),
                        publisher.acknowledged(),
                        publisher.failed(),
                        (System.nanoTime() - begin) / 1e9);
        spec.commandLine().getOut().flush();
        boolean all = publisher.sent() > 0 && publisher.acknowledged() == publisher.sent() && lost == null;
        return all ? 0 : 1;
    }

    /** On Ctrl-C: no more frames, and time for those under way. */
    private static void stop(List<Feed> feeds, AtomicBoolean stopping, CountDownLatch told) {
        stopping.set(true);
        feeds.forEach(Feed::stop);
        try {
            boolean unused = told.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException shuttingDown) {
            // the hook is what ended the run
        }
    }

    private String cameraId(FrameSource frames, int index) {
        String id = camera == null ? frames.name() : camera;
        return camera != null && cameras > 1 ? id + "-" + index : id;
    }

    private double rate() {
        boolean ownPace = source.equals(FrameSources.STANDARD_INPUT) || FrameSources.isUrl(source);
        return rate != null ? rate : ownPace ? 0 : DEFAULT_RATE;
    }

    /** The camera's even share of the count. */
    private long limit(int index) {
        return count == null ? Long.MAX_VALUE : count / cameras + (index < count % cameras ? 1 : 0);
    }
}
