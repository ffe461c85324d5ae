package io.saccade.config;

import io.saccade.attention.Variant;
import io.saccade.encode.ScoreEncoding;
import io.saccade.frame.FrameSize;
import io.saccade.onnx.ExecutionProvider;
import io.saccade.scoring.Freshness;
import io.saccade.scoring.FreshnessPolicy;
import io.saccade.scoring.InvalidSettingException;
import io.saccade.scoring.ModelSource;
import io.saccade.scoring.ScoringSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Every {@code saccade.*} setting. A key that is not here stops the start. */
@ConfigMapping(prefix = "saccade")
public interface SaccadeConfig {

    /** How an origin is written (RFC 6454). */
    Pattern ORIGIN = Pattern.compile("https?://[^/?#@\\s]+");

    /** What this instance does: {@code score}, {@code train}, {@code serve}. */
    @WithDefault("score,serve")
    Set<Role> roles();

    /** The GAN. */
    GanConfig gan();

    /** The attention model. */
    Model model();

    /** Where the model runs: {@code cpu}, {@code cuda} (or refuse to start), {@code auto}. */
    @WithDefault("auto")
    ExecutionProvider executionProvider();

    /** Frames scored at the same time; 0: as many as there are cores. */
    @WithDefault("0")
    int lanes();

    /** Reading frames. */
    Decode decode();

    /** Writing score maps. */
    ScoreMap scoreMap();

    /** Heat-map pictures on their own topic. */
    Preview preview();

    /** Topic names and their creation. */
    TopicSettings topics();

    /** How much is taken from Kafka at once. */
    Batch batch();

    /** Changing the service while it runs. */
    Admin admin();

    /** Who may look at the page and use the API. */
    Access access();

    /** What a client may ask of the API. */
    Http http();

    /** The consumer group. */
    @WithDefault("saccade-scoring")
    String groupId();

    /** How the group shares out partitions: {@code eager}, {@code cooperative} or {@code consumer} (KIP-848). */
    @WithDefault("cooperative")
    GroupProtocol groupProtocol();

    /** {@code exactly-once} or {@code at-least-once}. */
    @WithDefault("exactly-once")
    Delivery delivery();

    /** What this instance's transactions are known by; without it group, host name and HTTP port. */
    Optional<String> transactionalId();

    /** Records and positions are committed together. */
    Transaction transaction();

    /** Which frames are worth scoring when more come than can be. */
    FreshnessSettings freshness();

    /** What counts as unhealthy. */
    Health health();

    /** The attention model. */
    interface Model {
        /** Parameter file (safetensors); without it the parameters that Saccade comes with. */
        Optional<Path> parameters();

        /** ONNX model of the user's own in the operator's place; not together with {@link #parameters}. */
        Optional<Path> onnx();

        /** Largest model file in bytes. */
        @WithDefault("1073741824")
        long maxBytes();

        /** How often the model's file is looked at, and taken up when it has changed; 0: never. */
        @WithDefault("5s")
        Duration watchInterval();

        /** Size of the frames to come, {@code WxH}: keys calibrated at another size are scaled to it. */
        Optional<String> frameSize();

        /** {@code per-pixel} or {@code windowed}. */
        @WithDefault("per-pixel")
        Variant variant();
    }

    /** Reading frames. */
    interface Decode {
        /** Largest frame in pixels; larger ones are rejected before they are decoded. */
        @WithDefault("64000000")
        long maxPixels();

        /** Longest time that decoding one frame may take. */
        @WithDefault("2s")
        Duration timeout();
    }

    /** Writing score maps. */
    interface ScoreMap {
        /** {@code f16}, {@code f32} or {@code u8}. */
        @WithDefault("f16")
        ScoreEncoding encoding();

        /** Side of the square blocks that are averaged: 1, 2, 4, 8 or 16. */
        @WithDefault("1")
        int pool();
    }

    /** Heat-map pictures on their own topic. */
    interface Preview {
        /** Whether they are made. */
        @WithDefault("false")
        boolean enabled();

        /** Output channel that is drawn. */
        @WithDefault("0")
        int channel();
    }

    /** Topic names and their creation. */
    interface TopicSettings {
        /** Frames in. */
        @WithDefault("frames")
        String frames();

        /** Score maps out. */
        @WithDefault("score-maps")
        String scoreMaps();

        /** Summaries out. */
        @WithDefault("score-summaries")
        String scoreSummaries();

        /** Heat maps out. */
        @WithDefault("score-previews")
        String scorePreviews();

        /** Rejected frames out. */
        @WithDefault("frames-dead-letter")
        String deadLetters();

        /** Whether topics that are missing are created at the start. */
        @WithDefault("true")
        boolean create();

        /** Partitions of the frames topic, if it is created; the others get as many as it has. */
        @WithDefault("4")
        int partitions();
    }

    /** How much is taken from Kafka at once. */
    interface Batch {

        /** A lane has so much to do while the batch before is committed. */
        int FRAMES_FOR_A_LANE = 8;

        /** A commit is shared by so many even where there is one lane. */
        int LEAST_FRAMES = 16;

        /** Most frames in a batch for that many lanes, unless it is set. */
        static int frames(int lanes) {
            return Math.max(LEAST_FRAMES, FRAMES_FOR_A_LANE * lanes);
        }

        /** Most frames in a batch; 0: {@value #FRAMES_FOR_A_LANE} for each lane, at least {@value #LEAST_FRAMES}. */
        @WithDefault("0")
        int maxRecords();

        /** Most bytes in a fetch, a larger single frame excepted. */
        @WithDefault("16777216")
        int maxBytes();
    }

    /** Records and positions are committed together. */
    interface Transaction {
        /** How long a transaction collects batches before it is committed; 0: each batch is. */
        @WithDefault("0s")
        Duration interval();

        /** After this the broker aborts a transaction that a crash left open. */
        @WithDefault("15s")
        Duration timeout();
    }

    /** Which frames are worth scoring when more come than can be. */
    interface FreshnessSettings {
        /** {@code every}, {@code latest} or {@code max-age=2s}, of cameras that have no setting of their own. */
        @WithName("default")
        @WithDefault("every")
        String otherwise();

        /** By camera. */
        Map<String, String> cameras();

        /** The freshness of each camera. */
        default FreshnessPolicy policy() {
            Map<String, Freshness> parsed = new HashMap<>();
            cameras().forEach((camera, text) -> parsed.put(camera, parse("saccade.freshness.cameras." + camera, text)));
            return new FreshnessPolicy(parse("saccade.freshness.default", otherwise()), parsed);
        }

        private static Freshness parse(String key, String text) {
            try {
                return Freshness.parse(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidSettingException(key + ": " + e.getMessage());
            }
        }
    }

    /** What counts as unhealthy. */
    interface Health {
        /** Liveness goes down when there is work and nothing was committed for so long. */
        @WithDefault("45s")
        Duration stallAfter();
    }

    /** Who may look at the page and use the API. */
    interface Access {

        /** The user of {@link #password}. */
        String USER = "admin";

        /** {@code local}, {@code basic} or {@code oidc}. */
        @WithParentName
        @WithDefault("local")
        AccessMode mode();

        /** Of the user {@value #USER}, or its bcrypt hash. A secret. */
        Optional<String> password();

        /** Users in the format of {@code htpasswd -B}, instead of {@link #password}. */
        Optional<Path> usersFile();

        /** Which of the users have the role admin. */
        @WithDefault(USER)
        Set<String> admins();

        /** Origins of pages elsewhere that may use the API, and by which a proxy in front is known. */
        Optional<Set<String>> origins();

        private void check(Admin admin) {
            boolean users = password().isPresent() || usersFile().isPresent();
            require(
                    mode() != AccessMode.BASIC || users,
                    "saccade.access is basic and there are no users: set saccade.access.password (of the user " + USER
                            + ") or saccade.access.users-file");
            require(
                    mode() == AccessMode.BASIC || !users,
                    "saccade.access.password and saccade.access.users-file are for saccade.access=basic");
            require(
                    password().isEmpty() || usersFile().isEmpty(),
                    "set one of saccade.access.password and saccade.access.users-file, not both");
            require(
                    mode() == AccessMode.LOCAL || admin.token().isEmpty(),
                    "saccade.admin.token is for saccade.access=local: otherwise the role admin may change the model");
            origins()
                    .orElse(Set.of())
                    .forEach(origin -> require(
                            ORIGIN.matcher(origin).matches(),
                            "saccade.access.origins has '" + origin
                                    + "', expected such as https://saccade.example.org"));
        }
    }

    /** What a client may ask of the API. */
    interface Http {
        /** Requests a second of one client for scores, novelty and samples; 0: as many as it likes. */
        @WithDefault("20")
        int rate();

        /** Most bytes of a frame that is sent to be scored. */
        @WithDefault("16777216")
        long maxFrameBytes();

        /** Frames and samples worked on at a time, those that are still coming in included; further ones get 503. */
        @WithDefault("16")
        int maxConcurrent();

        private void check() {
            require(rate() >= 0, "saccade.http.rate is " + rate() + ", expected 1 or more, or 0 for no limit");
            require(
                    maxFrameBytes() >= 1,
                    "saccade.http.max-frame-bytes is " + maxFrameBytes() + ", expected 1 or more");
            require(maxConcurrent() >= 1, "saccade.http.max-concurrent is " + maxConcurrent() + ", expected 1 or more");
        }
    }

    /** Changing the service while it runs. */
    interface Admin {
        /** What {@code PUT /api/model} must bear under local access; without it, it is switched off. A secret. */
        Optional<String> token();
    }

    /**
     * Looks at what no type of its own keeps in bounds.
     *
     * @throws InvalidSettingException if something is out of them
     */
    default void check() {
        freshness().policy();
        gan().check();
        access().check(admin());
        http().check();
        require(!roles().isEmpty(), "saccade.roles is empty, expected some of score, train and serve");
        require(
                transaction().timeout().compareTo(Duration.ofSeconds(1)) >= 0
                        && transaction().timeout().compareTo(Duration.ofMinutes(15)) <= 0,
                "saccade.transaction.timeout is " + transaction().timeout() + ", expected 1s to 15m");
        require(
                !transaction().interval().isNegative()
                        && transaction().interval().compareTo(transaction().timeout()) < 0,
                "saccade.transaction.interval is " + transaction().interval()
                        + ", expected 0s or longer, and less than saccade.transaction.timeout");
        require(
                gan().checkpoint().interval().compareTo(transaction().timeout()) < 0,
                "saccade.gan.checkpoint.interval is " + gan().checkpoint().interval()
                        + ", expected less than saccade.transaction.timeout");
        require(
                health().stallAfter().compareTo(Duration.ofSeconds(1)) >= 0,
                "saccade.health.stall-after is " + health().stallAfter() + ", expected 1s or longer");
        require(
                batch().maxRecords() >= 0,
                "saccade.batch.max-records is " + batch().maxRecords() + ", expected 1 or more, or 0 to choose");
        require(batch().maxBytes() >= 1, "saccade.batch.max-bytes is " + batch().maxBytes() + ", expected 1 or more");
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new InvalidSettingException(message);
        }
    }

    /** How often the model's file is looked at; empty for never. */
    default Optional<Duration> watch() {
        Duration interval = model().watchInterval();
        if (interval.isNegative()) {
            throw new InvalidSettingException("saccade.model.watch-interval is " + interval + ", expected 0 or longer");
        }
        return interval.isZero() ? Optional.empty() : Optional.of(interval);
    }

    /** Frames scored at the same time. */
    default int laneCount() {
        return lanes() == 0 ? Runtime.getRuntime().availableProcessors() : lanes();
    }

    /** Most frames in a batch. */
    default int batchFrames() {
        int set = batch().maxRecords();
        return set == 0 ? Batch.frames(laneCount()) : set;
    }

    /** How frames are scored. */
    default ScoringSettings scoring() {
        return new ScoringSettings(
                ModelSource.of(model().parameters(), model().onnx(), model().maxBytes()),
                model().frameSize().map(SaccadeConfig::frameSize),
                model().variant(),
                executionProvider(),
                laneCount(),
                decode().maxPixels(),
                decode().timeout(),
                scoreMap().encoding(),
                scoreMap().pool(),
                preview().enabled() ? preview().channel() : -1);
    }

    private static FrameSize frameSize(String text) {
        try {
            return FrameSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("saccade.model.frame-size: " + e.getMessage());
        }
    }
}
