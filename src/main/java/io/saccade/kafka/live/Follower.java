package io.saccade.kafka.live;

import io.saccade.config.SaccadeConfig;
import io.saccade.decode.DeadlineDecoder;
import io.saccade.decode.FrameDecoder;
import io.saccade.kafka.GanTopics;
import io.saccade.kafka.KafkaClients;
import io.saccade.kafka.TopicNames;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads along on the topics while somebody watches, and on no other time: {@link #watch} holds it, {@link #ask} keeps it for
 * {@value #KEPT_SECONDS} s. It has no group and writes nothing. When nobody watches any more it closes its consumers and
 * forgets what it saw.
 */
@Singleton
public final class Follower {

    private static final Logger LOG = Logger.getLogger(Follower.class);

    static final int KEPT_SECONDS = 30;
    private static final int MOST_ASKED = 64;
    private static final long ASKED_NANOS = Duration.ofSeconds(KEPT_SECONDS).toNanos();
    private static final long TICK_MS = 100;
    private static final long AGAIN_MS = 3_000;
    private static final long STOP_MS = 5_000;
    private static final int TAIL_FETCH_BYTES = 2 << 20;
    private static final int POINT_FETCH_BYTES = 64 << 10;
    private static final Duration LONGEST_DECODE = Duration.ofSeconds(1);

    private final SaccadeConfig config;
    private final LiveClients clients;
    private final long keptNanos;
    private final Map<Object, Set<String>> watchers = new ConcurrentHashMap<>();
    private final Map<String, Long> asked = new ConcurrentHashMap<>();
    private volatile Wall wall = new Wall();
    private volatile long askedNanos;
    private volatile boolean everAsked;
    private volatile boolean warm;
    private volatile @Nullable String trouble;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    @Inject
    Follower(SaccadeConfig config, KafkaClients clients) {
        this(config, clients, Duration.ofSeconds(KEPT_SECONDS));
    }

    Follower(SaccadeConfig config, KafkaClients clients, Duration kept) {
        this.config = config;
        this.keptNanos = kept.toNanos();
        this.clients = new LiveClients(clients);
    }

    /** What was seen; another one when the follower has begun anew. */
    public Wall wall() {
        return wall;
    }

    /** Why nothing can be read at present; one line. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Whether the topics were read up to their ends since it began. */
    public boolean isWarm() {
        return warm;
    }

    /**
     * Somebody watches from now on until {@link #leave}; a second call changes the cameras.
     *
     * @param watcher who
     * @param cameras those whose pictures are wanted
     */
    public void watch(Object watcher, Set<String> cameras) {
        watchers.put(watcher, Set.copyOf(cameras));
        begin();
    }

    /** Somebody watches no more. */
    public void leave(Object watcher) {
        watchers.remove(watcher);
    }

    /** Somebody asks once: after a wait of at most {@code patience} the wall shows what there is. */
    public Wall ask(Duration patience) {
        return whileAsking(() -> {
            await(() -> warm, patience);
            return wall;
        });
    }

    /** Somebody asks once for the picture of a camera. */
    public Optional<Sighting> ask(String camera, Duration patience) {
        if (asked.size() < MOST_ASKED || asked.containsKey(camera)) {
            asked.put(camera, System.nanoTime());
        }
        long deadline = System.nanoTime() + patience.toNanos();
        return whileAsking(() -> {
            await(() -> warm, patience);
            if (wall.knows(camera)) {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                await(() -> wall.sighting(camera).isPresent(), left);
            }
            return wall.sighting(camera);
        });
    }

    /** Who waits for an answer watches, and for a while afterwards. */
    private <T> T whileAsking(Supplier<T> answer) {
        Object waiting = new Object();
        watch(waiting, Set.of());
        try {
            return answer.get();
        } finally {
            askedNanos = System.nanoTime();
            everAsked = true;
            leave(waiting);
        }
    }

    private static void await(BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            sleep(TICK_MS / 2);
        }
    }

    private synchronized void begin() {
        if (thread == null && !stopped) {
            wall = new Wall();
            warm = false;
            thread = new Thread(this::run, "live");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private boolean isWatched() {
        return !stopped && (!watchers.isEmpty() || (everAsked && System.nanoTime() - askedNanos < keptNanos));
    }

    /** Whether the thread is to end; decided in one step with its beginning. */
    private synchronized boolean ends() {
        if (isWatched()) {
            return false;
        }
        thread = null;
        wall = new Wall();
        warm = false;
        trouble = null;
        return true;
    }

    private void run() {
        do {
            follow();
        } while (!ends());
    }

    private void follow() {
        try (Reading reading = open()) {
            while (isWatched()) {
                reading.tick();
            }
        } catch (RuntimeException e) {
            String cause = e.getMessage() == null ? e.toString() : e.getMessage();
            if (trouble == null && isWatched()) {
                LOG.warnf("page: the topics can't be read: %s; trying again every %d seconds", cause, AGAIN_MS / 1_000);
            }
            trouble = cause;
            for (long slept = 0; slept < AGAIN_MS && isWatched(); slept += TICK_MS) {
                sleep(TICK_MS);
            }
        }
    }

    private Reading open() {
        return new Reading();
    }

    /** The consumers while they are open. */
    private final class Reading implements AutoCloseable {

        private final FramePictures pictures;
        private final TailReader tails;
        private final PictureReader newest;
        private final RecordIntake intake;
        private final Wall mine = new Wall();

        Reading() {
            TopicNames topics = TopicNames.of(config.topics());
            GanTopics gan = GanTopics.of(config);
            MapPositions positions = new MapPositions();
            pictures = new FramePictures(new DeadlineDecoder(
                    () -> new FrameDecoder(3, config.decode().maxPixels()),
                    config.decode().timeout().compareTo(LONGEST_DECODE) < 0
                            ? config.decode().timeout()
                            : LONGEST_DECODE,
                    DeadlineDecoder.slots(1)));
            intake = new RecordIntake(topics, gan, config.gan().trainerId(), pictures, positions, mine);
            tails = new TailReader(
                    clients.open("live", TAIL_FETCH_BYTES),
                    Map.of(
                            topics.scoreSummaries(), 500,
                            topics.deadLetters(), Wall.MOST_LETTERS,
                            gan.novelty(), 2_000,
                            gan.metrics(), Wall.MOST_STEPS,
                            gan.samples(), 4));
            newest = new PictureReader(
                    topics.scoreMaps(),
                    new PointReader(clients.open("live-maps", POINT_FETCH_BYTES)),
                    new PointReader(clients.open("live-frames", POINT_FETCH_BYTES)),
                    pictures,
                    positions,
                    mine);
        }

        /** Reads what is new, within the bounds of one tick. */
        void tick() {
            long began = System.nanoTime();
            for (ConsumerRecord<byte[], byte[]> record : tails.poll(Duration.ofMillis(TICK_MS))) {
                intake.take(record);
            }
            newest.fetch(wanted());
            wall = mine;
            warm |= tails.isAtTheEnd();
            if (trouble != null) {
                trouble = null;
                LOG.info("page: the topics are read again");
            }
            long left = TICK_MS - Duration.ofNanos(System.nanoTime() - began).toMillis();
            if (left > 0) {
                sleep(left);
            }
        }

        private Set<String> wanted() {
            Set<String> wanted = new HashSet<>();
            watchers.values().forEach(wanted::addAll);
            long now = System.nanoTime();
            asked.values().removeIf(at -> now - at > ASKED_NANOS);
            wanted.addAll(asked.keySet());
            return wanted;
        }

        @Override
        public void close() {
            tails.close();
            newest.close();
            pictures.close();
        }
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the topics", e);
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        Thread running;
        synchronized (this) {
            stopped = true;
            running = thread;
        }
        if (running != null) {
            running.join(STOP_MS);
        }
    }
}
