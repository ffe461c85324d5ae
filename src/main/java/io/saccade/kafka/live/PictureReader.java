package io.saccade.kafka.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saccade.encode.HeatPlane;
import io.saccade.encode.ScoreMapDecoder;
import io.saccade.frame.Frame;
import io.saccade.frame.ScoreMap;
import io.saccade.frame.Source;
import io.saccade.kafka.FrameReader;
import io.saccade.kafka.Headers;
import io.saccade.kafka.SourceHeaders;
import io.saccade.tensor.MalformedTensorsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the newest score maps of the cameras that somebody looks at, each with its frame, a few at a time. Where a map is, is
 * guessed from its summary; where nothing is known yet, some map near the end is read and teaches it.
 */
final class PictureReader implements AutoCloseable {

    private static final int MOST_CAMERAS = 64;
    private static final long MOST_BYTES = 4L << 20;
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int SIDE = 640;
    private static final int TAIL = 8;
    private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

    private final String mapTopic;
    private final PointReader maps;
    private final PointReader frames;
    private final FramePictures pictures;
    private final MapPositions positions;
    private final Wall wall;
    private final Random random = new Random();
    private int partitions;
    private long lookedNanos;

    PictureReader(
            String mapTopic,
            PointReader maps,
            PointReader frames,
            FramePictures pictures,
            MapPositions positions,
            Wall wall) {
        this.mapTopic = mapTopic;
        this.maps = maps;
        this.frames = frames;
        this.pictures = pictures;
        this.positions = positions;
        this.wall = wall;
    }

    /** A map that was read, and the frame that it is of. */
    private record Found(String camera, Source source, ConsumerRecord<byte[], byte[]> map) {}

    /** One round, for those of the cameras that have something new. */
    void fetch(Set<String> cameras) {
        List<Summary> wanted = wall.unseen(cameras, MOST_CAMERAS);
        if (wanted.isEmpty() || !mapsAreThere()) {
            return;
        }
        Map<TopicPartition, Set<Long>> points = points(wanted);
        Map<String, Found> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> map : maps.read(points, MOST_BYTES, PATIENCE)) {
            points.remove(new TopicPartition(map.topic(), map.partition()));
            Source source = SourceHeaders.of(map);
            if (source != null && map.value() != null) {
                positions.learn(map.partition(), map.offset(), source);
                String camera = map.key() == null ? Frame.UNKNOWN_CAMERA : new String(map.key(), UTF_8);
                newest.merge(camera, new Found(camera, source, map), PictureReader::later);
            }
        }
        points.keySet().forEach(silent -> positions.forget(silent.partition()));
        newest.values().removeIf(this::isOld);
        show(newest.values());
    }

    private boolean mapsAreThere() {
        long now = System.nanoTime();
        if (partitions == 0 && (lookedNanos == 0 || now - lookedNanos > LOOK_NANOS)) {
            partitions = maps.partitions(mapTopic);
            lookedNanos = now;
        }
        return partitions > 0;
    }

    private Map<TopicPartition, Set<Long>> points(List<Summary> wanted) {
        Map<TopicPartition, Set<Long>> points = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>();
        for (Summary summary : wanted) {
            TopicPartition partition = new TopicPartition(mapTopic, summary.partition());
            OptionalLong guess = positions.of(summary.partition(), summary.source());
            if (summary.partition() >= partitions) {
                for (int i = 0; i < partitions; i++) {
                    unknown.add(new TopicPartition(mapTopic, i));
                }
            } else if (guess.isPresent()) {
                points.computeIfAbsent(partition, first -> new TreeSet<>()).add(guess.getAsLong());
            } else {
                unknown.add(partition);
            }
        }
        unknown.removeAll(points.keySet());
        if (!unknown.isEmpty()) {
            maps.ends(unknown).forEach((partition, end) -> {
                if (end > 0) {
                    // markers of transactions take offsets too: the last record is the one before the last marker
                    points.put(partition, new HashSet<>(Set.of(Math.max(0, end - 2 - random.nextInt(TAIL)))));
                }
            });
        }
        return points;
    }

    private static Found later(Found one, Found other) {
        return other.map().timestamp() >= one.map().timestamp() ? other : one;
    }

    private boolean isOld(Found found) {
        return wall.sighting(found.camera())
                .filter(seen -> seen.source().equals(found.source())
                        || (seen.source().topic().equals(found.source().topic())
                                && seen.source().partition() == found.source().partition()
                                && seen.source().offset() > found.source().offset()))
                .isPresent();
    }

    private void show(Iterable<Found> all) {
        Map<TopicPartition, Set<Long>> points = new HashMap<>();
        for (Found found : all) {
            points.computeIfAbsent(
                            new TopicPartition(
                                    found.source().topic(), found.source().partition()),
                            first -> new TreeSet<>())
                    .add(found.source().offset());
        }
        Map<Source, ConsumerRecord<byte[], byte[]>> read = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> frame : frames.read(points, MOST_BYTES, PATIENCE)) {
            read.put(new Source(frame.topic(), frame.partition(), frame.offset()), frame);
        }
        for (Found found : all) {
            Sighting sighting = sighting(found, read.get(found.source()));
            if (sighting != null) {
                wall.seen(sighting);
            }
        }
    }

    private @Nullable Sighting sighting(Found found, @Nullable ConsumerRecord<byte[], byte[]> record) {
        try {
            ScoreMap map = ScoreMapDecoder.decode(found.map().value());
            int width = Math.max(1, Math.min(SIDE, (int) ((long) SIDE * map.width() / map.height())));
            List<HeatPlane> planes = new ArrayList<>();
            for (var plane : map.planes()) {
                planes.add(HeatPlane.of(plane, map.width(), map.height(), width));
            }
            Frame frame = record == null ? null : FrameReader.read(record);
            String id = Headers.text(found.map(), Headers.CE_ID);
            return new Sighting(
                    found.camera(),
                    frame == null ? String.valueOf(id) : frame.id(),
                    frame == null ? found.map().timestamp() : frame.capturedAt().toEpochMilli(),
                    found.source(),
                    frame == null ? Picture.NONE : pictures.of(frame.payload()),
                    map.width(),
                    map.height(),
                    planes);
        } catch (MalformedTensorsException | RuntimeException notAMap) {
            return null;
        }
    }

    @Override
    public void close() {
        maps.close();
        frames.close();
    }
}
