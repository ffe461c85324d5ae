package io.saccade.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.saccade.Pictures;
import io.saccade.frame.Image;
import io.saccade.frame.Payload;
import io.saccade.frame.Reason;
import io.saccade.frame.RejectedException;
import io.saccade.frame.Rejection;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files made to do harm, through the decoder that the service has. More of them with {@code -Dfuzz.count=200000}, others
 * with {@code -Dfuzz.seed=2}; what fails names its seed and index.
 */
class HostileImagesTest {

    private static final long MAX_PIXELS = 64_000_000;
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration SLACK = Duration.ofSeconds(2); // for a machine that has other things to do
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Test
    void everyBrokenFileIsAnImageOrARejectionInTime() {
        long seed = Long.getLong("fuzz.seed", 1);
        long count = Long.getLong("fuzz.count", 12_000);
        Semaphore slots = DeadlineDecoder.slots(1);
        long threads = decodeThreads();
        long direct = directMemory();

        Map<String, Integer> outcomes = decodeAll(new Mutations(seed), count, "seed " + seed, slots);

        System.out.printf("%d broken files of seed %d: %s%n", count, seed, outcomes);
        assertThat(outcomes).containsKeys("image", Reason.UNDECODABLE.wireName(), Reason.TOO_MANY_PIXELS.wireName());
        awaitReturnTo(threads, direct, slots);
    }

    private static Map<String, Integer> decodeAll(Mutations files, long count, String seed, Semaphore slots) {
        Map<String, Integer> outcomes = new TreeMap<>();
        try (DeadlineDecoder grey = decoder(1, slots);
                DeadlineDecoder colour = decoder(3, slots);
                DeadlineDecoder alpha = decoder(4, slots)) {
            List<DeadlineDecoder> decoders = List.of(grey, colour, alpha);
            for (long i = 0; i < count; i++) {
                String what = seed + ", file " + i;
                Payload file = files.get(i);
                long start = System.nanoTime();
                String outcome = outcome(decoders.get((int) (i % decoders.size())), file, what);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("time for %s: %s", what, outcome)
                        .isLessThan(DEADLINE.plus(SLACK));
                outcomes.merge(outcome, 1, Integer::sum);
            }
        }
        return outcomes;
    }

    private static void awaitReturnTo(long threads, long direct, Semaphore slots) {
        await().atMost(PATIENCE).until(() -> slots.availablePermits() == 1 + DeadlineDecoder.MOST_LATE);
        await().atMost(PATIENCE).untilAsserted(() -> {
            System.gc();
            assertThat(decodeThreads()).isLessThanOrEqualTo(threads);
            assertThat(directMemory()).isLessThan(direct + (32 << 20));
        });
    }

    @Test
    void theFilesAreGoodBeforeTheyAreBroken() {
        try (DeadlineDecoder decoder = decoder(3, DeadlineDecoder.slots(1))) {
            assertThat(new Mutations(1).valid()).allSatisfy(file -> assertThatCode(() -> decoder.decode(file))
                    .doesNotThrowAnyException());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void anAnimationIsItsFirstPictureHoweverBrokenTheRest(int channels) throws RejectedException {
        byte[] file = HostileFiles.animatedPng(24, 16);
        for (int i = indexOf(file, "fcTL") + 4; i < file.length - 12; i++) {
            byte[] broken = file.clone();
            broken[i] ^= 0x55;
            try (FrameDecoder decoder = new FrameDecoder(channels, MAX_PIXELS)) {
                outcome(decoder, Payload.of(broken), "byte " + i);
            }
        }
        file[indexOf(file, "fdAT") + 12] ^= 0x55;
        assertThat(new FrameDecoder(channels, MAX_PIXELS)
                        .decode(Payload.of(file))
                        .width())
                .isEqualTo(24);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void anAnimationThatWouldCrashTheLibraryNeverReachesIt(int channels) throws RejectedException {
        try (FrameDecoder decoder = new FrameDecoder(channels, MAX_PIXELS)) {
            Payload file = Payload.of(HostileFiles.crashingPng());
            assertThat(outcome(decoder, file, "with a chunk that is refused")).isEqualTo("undecodable");
            file.bytes()[indexOf(file.bytes(), "CgBI")] |= 0x20; // now the chunk may be skipped
            assertThat(decoder.decode(file).width()).isEqualTo(24);
        }
    }

    @Test
    void aChunkBehindTheEndIsNotRead() {
        byte[] png = Pictures.encode(Pictures.picture(8, 8, BufferedImage.TYPE_INT_RGB), "png", false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(png, 0, 33);
        HostileFiles.chunk(file, "IEND", new byte[0]);
        file.writeBytes(HexFormat.of().parseHex("fffffff0")); // 4 GiB
        file.writeBytes("IDAT".getBytes(ISO_8859_1));
        file.write(png, 33, png.length - 33);

        assertThat(rejection(file.toByteArray()).reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IHDR", "PLTE", "tRNS"})
    void aChunkThatThereIsOneOfIsNotTakenTwice(String name) {
        byte[] png = HostileFiles.blackPng(8, 8, 8, false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(png, 0, 33);
        byte[] data = name.equals("IHDR") ? HostileFiles.ihdr(8000, 8000, 8, 6, false) : new byte[6];
        HostileFiles.chunk(file, name, data);
        HostileFiles.chunk(file, name, data);
        file.write(png, 33, png.length - 33);

        assertThat(rejection(file.toByteArray()).detail()).contains("two " + name);
    }

    @Test
    void aFrameHeaderCantHideWhereOnlyTheLibrarySeesIt() {
        byte[] jpeg = Pictures.jpeg(8, 8);
        byte[] hidden = HexFormat.of().parseHex("ff00" + "0015" + "ffc0001108" + "7d007d00" + "03011100021100031100");
        byte[] file = new byte[jpeg.length + hidden.length];
        ByteBuffer.wrap(file).put(jpeg, 0, 2).put(hidden).put(jpeg, 2, jpeg.length - 2);

        assertThat(rejection(file).reason()).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void aProgressiveJpegOfTooManyScansIsRejectedByItsMarkers() {
        long start = System.nanoTime();
        Rejection rejection = rejection(HostileFiles.progressiveJpeg(8000, 8000, 65));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains("more than 64 scans");
        assertThatCode(() ->
                        new FrameDecoder(3, MAX_PIXELS).decode(Payload.of(HostileFiles.progressiveJpeg(80, 80, 64))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC3, 0xC5, 0xC9, 0xCA})
    void onlyBaselineAndProgressiveHuffmanCodingIsTaken(int marker) {
        byte[] jpeg = Pictures.jpeg(8, 8);
        jpeg[indexOf(jpeg, "\u00FF\u00C0") + 1] = (byte) marker;

        assertThat(rejection(jpeg).detail()).contains("expected baseline or progressive");
    }

    @ParameterizedTest
    @CsvSource({"jpeg, 7000", "png, 7000"})
    void aFileTooShortForItsPixelsIsRejectedByItsHeaderAlone(String format, int side) {
        byte[] file = Pictures.encode(Pictures.picture(8, 8, BufferedImage.TYPE_INT_RGB), format, false);
        if (format.equals("png")) {
            ByteBuffer.wrap(file).putInt(16, side).putInt(20, side);
        } else {
            int header = indexOf(file, "\u00FF\u00C0");
            ByteBuffer.wrap(file).putShort(header + 5, (short) side).putShort(header + 7, (short) side);
        }

        Rejection rejection = rejection(file);

        assertThat(rejection.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(rejection.detail()).contains(side + " × " + side).contains("at least");
    }

    @Test
    void metadataOfAnySizeChangesNoPixel() throws RejectedException {
        byte[] png = Pictures.encode(Pictures.picture(24, 16, BufferedImage.TYPE_INT_RGB), "png", false);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(png, 0, 33);
        for (String name : List.of("iCCP", "eXIf", "tEXt", "zTXt", "gAMA")) {
            HostileFiles.chunk(file, name, new byte[1 << 20]);
        }
        file.write(png, 33, png.length - 33);
        FrameDecoder decoder = new FrameDecoder(3, MAX_PIXELS);

        ByteBuffer expected = ByteBuffer.allocate(24 * 16 * 3);
        expected.put(0, decoder.decode(Payload.of(png)).samples(), 0, expected.limit());

        assertThat(decoder.decode(Payload.of(file.toByteArray())).samples()).isEqualTo(expected);
    }

    @Test
    void theSlowestJpegThatIsTakenCostsItsDeadlineAndTheNextFrameNothing() throws RejectedException {
        byte[] slow = HostileFiles.progressiveJpeg(8000, 8000, JpegSegments.MAX_SCANS);
        Semaphore slots = DeadlineDecoder.slots(1);
        long threads = decodeThreads();
        long direct = directMemory();
        try (DeadlineDecoder decoder = decoder(3, slots)) {
            long start = System.nanoTime();
            outcome(decoder, Payload.of(slow), "slow file"); // a fast machine has it decoded in time
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plus(SLACK));

            start = System.nanoTime();
            assertThat(decoder.decode(Payload.of(Pictures.jpeg(640, 480))).width())
                    .isEqualTo(640);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SLACK);
        }
        awaitReturnTo(threads, direct, slots);
    }

    @Test
    void aStreamOfSlowFilesTakesNoMoreThanItsSlotsAndGivesThemBack() {
        Payload slow = Payload.of(HostileFiles.progressiveJpeg(4000, 4000, JpegSegments.MAX_SCANS));
        Payload good = Payload.of(Pictures.jpeg(64, 48));
        Duration deadline = Duration.ofMillis(50);
        Semaphore slots = DeadlineDecoder.slots(1);
        long threads = decodeThreads();
        long direct = directMemory();
        try (DeadlineDecoder decoder = new DeadlineDecoder(() -> new FrameDecoder(3, MAX_PIXELS), deadline, slots)) {
            List<String> details = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RejectedException late = catchThrowableOfType(RejectedException.class, () -> decoder.decode(slow));
                assertThat(late.rejection().reason()).isEqualTo(Reason.DECODE_TIMEOUT);
                details.add(late.rejection().detail());
                assertThat(decodeThreads()).isLessThanOrEqualTo(threads + 2 + DeadlineDecoder.MOST_LATE);
            }
            assertThat(details).first().asString().contains("took longer than 50 ms");
            assertThat(details).anyMatch(detail -> detail.contains("earlier frames are still being decoded"));

            await().untilAsserted(
                            () -> assertThat(outcome(decoder, good, "good")).isEqualTo("image"));
        }
        awaitReturnTo(threads, direct, slots);
    }

    private static DeadlineDecoder decoder(int channels, Semaphore slots) {
        return new DeadlineDecoder(() -> new FrameDecoder(channels, MAX_PIXELS), DEADLINE, slots);
    }

    private static String outcome(ImageDecoder decoder, Payload payload, String what) {
        try {
            Image image = decoder.decode(payload);
            assertThat((long) image.width() * image.height()).as(what).isLessThanOrEqualTo(MAX_PIXELS);
            return "image";
        } catch (RejectedException e) {
            return e.rejection().reason().wireName();
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
    }

    private static Rejection rejection(byte[] file) {
        return catchThrowableOfType(
                        RejectedException.class, () -> new FrameDecoder(3, MAX_PIXELS).decode(Payload.of(file)))
                .rejection();
    }

    private static long decodeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(Predicate.isEqual("decode"))
                .count();
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static int indexOf(byte[] bytes, String pattern) {
        String text = new String(bytes, ISO_8859_1);
        int at = text.indexOf(pattern);
        assertThat(at).isNotNegative();
        return at;
    }
}
