package io.saccade.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/** One run: frames are sent, faults happen, and in the end everything is counted. */
final class Run implements AutoCloseable {

    private static final Duration BEFORE_AND_DURING = Duration.ofMillis(2500);
    private static final Duration AFTERWARDS = Duration.ofMillis(1000);
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration STANDSTILL = Duration.ofSeconds(120);
    private static final Duration OPEN_TRANSACTIONS = Duration.ofSeconds(90);
    private static final double SECOND_NS = 1e9;

    private final Rig rig;
    private final FrameMix mix;
    private final Sender sender;
    private final GroupWatch group;
    private final LiveReader live;
    private final Chaos chaos;
    private final Random random;
    private final ExecutorService sending = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "sender");
        thread.setDaemon(true);
        return thread;
    });

    /** A run on a rig whose broker is up; starts the first service. */
    Run(Rig rig, long seed) {
        String direct = rig.broker().direct();
        this.rig = rig;
        this.mix = new FrameMix(seed);
        this.random = new Random(seed);
        this.sender = new Sender(direct, mix);
        this.group = new GroupWatch(direct);
        this.live = new LiveReader(direct);
        this.chaos = new Chaos(rig.broker(), rig.services(), rig.proxy(), random);
        rig.services().join(0);
    }

    /**
     * The result of a run.
     *
     * @param sent by the sender's own record
     */
    record Result(List<SentFrame> sent, Reading reading, Verdict verdict) {}

    /**
     * The faults one after the other, with so many frames sent around each.
     *
     * @return the worst recovery in seconds; infinite if there was none in time
     */
    double rounds(int rounds, int frames) {
        double worst = 0;
        List<Fault> schedule = Fault.schedule(rounds, random);
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            double recovery = round(schedule.get(i), frames, "round " + (i + 1) + " of " + rounds, start);
            worst = Math.max(worst, recovery);
        }
        return worst;
    }

    /** Frames without any fault. */
    void calm(int frames) {
        sender.send(frames, BEFORE_AND_DURING);
    }

    /** Waits until the group has committed all that was sent, then reads and verifies everything. */
    Result settle() throws Exception {
        List<SentFrame> sent = sender.settle(STANDSTILL);
        long start = System.nanoTime();
        boolean complete = awaitCommits();
        say(
                "ledger: %s after %.1f s; %d frames acknowledged",
                complete ? "all offsets committed" : "NOT all offsets committed", seconds(start), sent.size());
        Evidence.awaitTransactions(rig.broker().direct(), OPEN_TRANSACTIONS);
        rig.services().stop();
        GroupWatch.Offsets offsets = group.await(System.nanoTime(), RECOVERY, any -> true);
        SampleCheck samples = new SampleCheck(mix, sent);
        Evidence evidence = Evidence.gather(rig.broker().direct(), offsets, live, samples.wanted());
        Reading reading = evidence.reading();
        say(
                "ledger: read %d maps, %d dead letters, %d summaries; compared %d maps with the formulas",
                reading.maps().size(),
                reading.letters().size(),
                reading.summaries().size(),
                evidence.sampled().size());
        return new Result(sent, reading, Verifier.verify(sent, reading).and(samples.check(evidence.sampled())));
    }

    @Override
    public void close() {
        sending.shutdownNow();
        sender.close();
        group.close();
        live.close();
    }

    private double round(Fault fault, int frames, String name, long start) {
        int before = frames * 7 / 10;
        CompletableFuture<Void> first =
                CompletableFuture.runAsync(() -> sender.send(before, BEFORE_AND_DURING), sending);
        Pause.of(Duration.ofMillis(200 + random.nextInt(1500)));
        String done = chaos.inflict(fault);
        long over = System.nanoTime();
        CompletableFuture<Void> sent = first.thenRunAsync(() -> sender.send(frames - before, AFTERWARDS), sending);
        Recovery recovery = recovery(over, sent);
        sent.join();
        say(
                "%s: %s; %s; %d frames sent, %d committed; services %s, restarted by health %d; %.0f s",
                name,
                done,
                recovery,
                sender.count(),
                group.latest().total(),
                rig.services().running(),
                rig.services().restarts(),
                seconds(start));
        return recovery.moved();
    }

    /**
     * Seconds from the end of a fault.
     *
     * @param answered until the broker answered for the group; infinite if it did not in {@link #RECOVERY}
     * @param moved until each partition's committed offset had moved on from that answer, or likewise
     */
    private record Recovery(double answered, double moved) {
        @Override
        public String toString() {
            return moved < Double.POSITIVE_INFINITY
                    ? String.format(Locale.ROOT, "recovered in %.1f s (the group answered after %.1f)", moved, answered)
                    : "NOT recovered in " + RECOVERY.toSeconds() + " s";
        }
    }

    /** New frames go to each partition meanwhile; one with nothing left, after all were sent, has recovered as well. */
    private Recovery recovery(long over, CompletableFuture<Void> sent) {
        try {
            GroupWatch.Offsets base = group.await(over, RECOVERY, any -> true);
            GroupWatch.Offsets moved = group.await(over, RECOVERY, offsets -> IntStream.range(0, FrameMix.PARTITIONS)
                    .allMatch(partition -> offsets.of(partition) > base.of(partition)
                            || sent.isDone() && offsets.of(partition) >= sender.end(partition)));
            return new Recovery((base.nanoTime() - over) / SECOND_NS, (moved.nanoTime() - over) / SECOND_NS);
        } catch (ConditionTimeoutException e) {
            return new Recovery(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
    }

    private boolean awaitCommits() {
        while (!isComplete(group.latest())) {
            GroupWatch.Offsets before = group.latest();
            try {
                group.await(before.nanoTime(), STANDSTILL, offsets -> offsets.total() > before.total());
            } catch (ConditionTimeoutException standstill) {
                return false;
            }
        }
        return true;
    }

    private boolean isComplete(GroupWatch.Offsets offsets) {
        return IntStream.range(0, FrameMix.PARTITIONS)
                .allMatch(partition -> offsets.of(partition) >= sender.end(partition));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / SECOND_NS;
    }

    private static void say(String format, Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
