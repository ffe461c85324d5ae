package io.saccade.load.openloop;

import io.saccade.attention.AttentionParameters;
import io.saccade.load.BrokerProcess;
import io.saccade.load.openloop.Output.Kind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A broker, services, a sender and a reader, and the account of what went through them. Broker and services are processes
 * of their own, sender and reader are in this one.
 */
final class LoadSession implements AutoCloseable {

    /** Made before the services start, which are ready before those are there that they make themselves. */
    private static final List<String> TOPICS =
            List.of(FrameSender.FRAMES, Output.MAPS, Output.SUMMARIES, Output.DEAD_LETTERS);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadSettings settings;
    private final PrintStream out;
    private final PictureSet pictures;
    private final Random random;
    private final LoadClock clock = new LoadClock();
    private final Findings wrong = new Findings();
    private final SentFrames sent = new SentFrames();
    private final Outcomes outcomes = new Outcomes(sent, wrong);
    private final MapChecks maps = new MapChecks(wrong);
    private final PhaseLatencies latencies = new PhaseLatencies();
    private final Completions completions = new Completions();
    private final List<AttentionParameters> models = new ArrayList<>();
    private final BrokerProcess broker;
    private final List<ScoringInstance> instances = new ArrayList<>();
    private final FrameSender sender;
    private final OutputReader reader;
    private boolean closed;

    /** Starts all of it; returns when the services are ready. */
    LoadSession(Path jar, LoadSettings settings, PrintStream out) throws Exception {
        this.settings = settings;
        this.out = out;
        this.random = new Random(settings.seed);
        this.pictures = PictureSet.of(settings.size, settings.codec, settings.pictures);
        models.add(AttentionParameters.defaults().scaledTo(settings.size));
        broker = new BrokerProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeProcesses, "load-close"));
        try {
            broker.createTopics(TOPICS, settings.partitions);
            startInstances(jar);
            sender = new FrameSender(broker.bootstrapServers(), pictures, settings.partitions, clock, sent);
            reader = new OutputReader(broker.bootstrapServers(), clock, this::see);
        } catch (Exception e) {
            closeProcesses();
            throw e;
        }
    }

    /** A schedule that was sent, and when it began. */
    record Held(Schedule schedule, long began) {}

    /** Frames per second that come out of a closed loop which keeps batches full. */
    double saturated(Duration time) {
        long began = clock.now();
        sender.saturate("saturated", settings.cameras, settings.inFlight(), outcomes::done, time);
        long ended = clock.now();
        reader.check();
        double rate = completions.count(began, ended) * NANOS_PER_SECOND / (ended - began);
        say("saturated: %.1f frames per second", rate);
        return rate;
    }

    /** Sends phases of load; returns when the last is over, while frames may still be on their way. */
    Held hold(List<Phase> phases) {
        return send(Schedule.of(phases, settings.cameras, settings.arrivals, random));
    }

    /** Sends frames that are all due at once. */
    Held backlog(String phase, int frames) {
        return send(Schedule.atOnce(phase, frames, settings.cameras));
    }

    private Held send(Schedule schedule) {
        long began = sender.send(schedule);
        reader.check();
        return new Held(schedule, began);
    }

    /** Waits until all that was sent has come out, or until nothing comes any more. */
    void settle() {
        long deadline = clock.now() + PATIENCE.toNanos();
        long before = -1;
        while (!isSettled() && clock.now() < deadline) {
            sender.check();
            reader.check();
            if (outcomes.done() != before) {
                before = outcomes.done();
                deadline = clock.now() + PATIENCE.toNanos();
            }
            clock.awaitUntil(clock.now() + LOOK.toNanos());
        }
    }

    private boolean isSettled() {
        return sent.isSettled()
                && outcomes.done() >= sent.count()
                && outcomes.count(Kind.SUMMARY) >= outcomes.count(Kind.MAP);
    }

    /** Latency of the maps of a phase's frames. */
    Latency latency(String phase) {
        return latencies.of(phase);
    }

    /** By how much the sender was late itself in a phase. */
    Latency lateness(String phase) {
        return sender.lateness(phase);
    }

    Completions completions() {
        return completions;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    LoadSettings settings() {
        return settings;
    }

    /** Where the pictures come from. */
    String source() {
        return pictures.source();
    }

    /** Frames handed over so far. */
    int frames() {
        return sent.count();
    }

    /** What the services tell of their stages, added up. */
    StageSeconds stages() {
        return instances.stream().map(ScoringInstance::stages).reduce(StageSeconds.NONE, StageSeconds::plus);
    }

    BrokerProcess broker() {
        return broker;
    }

    /** Puts another model in force on every service; how long that took. */
    Duration replaceModel(AttentionParameters parameters) {
        long began = clock.now();
        models.add(parameters.scaledTo(settings.size));
        instances.forEach(instance -> instance.replaceModel(parameters.toBytes()));
        return Duration.ofNanos(clock.now() - began);
    }

    /** Adds something that is wrong with the run. */
    void find(String finding) {
        wrong.add(finding);
    }

    /** Waits for the rest, compares with the formulas and with what was sent, and tells of what is wrong. */
    Verdict verdict() {
        settle();
        int compared = new ReferenceCheck(pictures, models, wrong).check(maps.kept());
        Verdict verdict = outcomes.verdict();
        verdict.findings().forEach(finding -> say("wrong: %s", finding));
        say("%d maps compared with the formulas; pictures: %s", compared, source());
        return verdict;
    }

    /** Prints a line of the run. */
    void say(String format, Object... values) {
        out.println("load: " + String.format(Locale.ROOT, format, values));
    }

    @Override
    public void close() {
        sender.close();
        reader.close();
        closeProcesses();
    }

    private void see(Output output, long seen) {
        outcomes.add(output).ifPresent(frame -> {
            if (output.kind() == Kind.MAP) {
                completions.add(seen);
                if (!output.time().equals(clock.rfc3339(frame.dueNanos()))) {
                    wrong.add("frame " + frame.index() + " came out with time " + output.time());
                }
                latencies.record(frame.phase(), seen - frame.dueNanos());
                maps.check(frame.picture(), output.model(), output.value());
            }
        });
    }

    private void startInstances(Path jar) throws IOException {
        for (int i = 0; i < settings.instances; i++) {
            instances.add(new ScoringInstance(jar, broker.bootstrapServers(), i, settings.environment()));
        }
        instances.forEach(ScoringInstance::awaitReady);
    }

    private synchronized void closeProcesses() {
        if (closed) {
            return;
        }
        closed = true;
        instances.forEach(ScoringInstance::close);
        broker.close();
    }
}
