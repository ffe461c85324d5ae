package io.saccade.kafka.replay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which letters of a partition are done with: all before {@code head}, but those that a filter left.
 *
 * <p>It is kept where Kafka keeps a group's positions: the committed offset is that of the first letter left, and the
 * metadata beside it tell the others. So runs with different filters, one after the other, send every letter once.
 */
final class RedriveProgress {

    /** What brokers take unless told otherwise ({@code offset.metadata.max.bytes}) is 4096. */
    private static final int MAX_METADATA = 4000;

    private static final Pattern METADATA = Pattern.compile("left:(\\d+):([\\w-]*)");

    private long base;
    private final BitSet left;
    private long head;

    private RedriveProgress(long base, long head, BitSet left) {
        this.base = base;
        this.head = head;
        this.left = left;
    }

    /** What a group has committed; null or metadata of another kind: everything from the offset on is to do. */
    static RedriveProgress of(@Nullable OffsetAndMetadata committed) {
        long offset = committed == null ? 0 : committed.offset();
        Matcher metadata = METADATA.matcher(committed == null ? "" : committed.metadata());
        return metadata.matches()
                ? new RedriveProgress(offset, Long.parseLong(metadata.group(1)), inflate(metadata.group(2)))
                : new RedriveProgress(offset, offset, new BitSet());
    }

    /** The first offset that may be to do. */
    long first() {
        return left.isEmpty() ? head : base + left.nextSetBit(0);
    }

    /** Whether that letter was sent, or can't be. */
    boolean isDone(long offset) {
        return offset < base || (offset < head && !left.get(bit(offset)));
    }

    /** Forgets what is before the oldest letter that there is. */
    void startAt(long oldest) {
        if (oldest >= head) {
            base = oldest;
            head = oldest;
            left.clear();
        } else if (oldest > base) {
            left.clear(0, bit(oldest));
        }
    }

    /** These offsets, the last one excepted, are done with, whether they were letters or not. */
    void done(long from, long to) {
        if (from < to) {
            reach(to - 1);
            left.clear(bit(Math.max(from, base)), bit(Math.max(to, base)));
        }
    }

    /** That letter stays to be done. */
    void leave(long offset) {
        if (!isDone(offset)) {
            reach(offset);
            left.set(bit(offset));
        }
    }

    /** Everything up to and with this offset is accounted for; what lies between was never looked at, and is left. */
    private void reach(long offset) {
        if (offset >= head) {
            left.set(bit(head), bit(offset));
            head = offset + 1;
        }
    }

    /**
     * As it is committed.
     *
     * @throws IllegalStateException if too many single letters are left between others
     */
    OffsetAndMetadata toOffset() {
        if (left.isEmpty()) {
            return new OffsetAndMetadata(head);
        }
        long first = first();
        String metadata = "left:" + head + ":" + deflate(left.get(bit(first), left.length()));
        if (metadata.length() > MAX_METADATA) {
            throw new IllegalStateException("the filters leave too many single letters to be remembered;"
                    + " take fewer at a time with --to, or send all");
        }
        return new OffsetAndMetadata(first, metadata);
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - base);
    }

    private static String deflate(BitSet bits) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(bits.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static BitSet inflate(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return BitSet.valueOf(inflater.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the group's positions are not ours to read", e);
        }
    }
}
