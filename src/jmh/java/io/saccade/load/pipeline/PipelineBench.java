package io.saccade.load.pipeline;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import io.saccade.frame.FrameSize;
import io.saccade.load.pipeline.Drains.Drained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The service beside other programs on the same frames, broker and cores: {@code load-tests/bench pipeline}. */
@Command(
        name = "pipeline",
        description = "Drains the same frames by the service, by Python and by Kafka Streams, in turns.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PipelineBench implements Callable<Integer> {

    private static final int ROOM_FOR_HEADERS = 1 << 16;
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    @Option(names = "--jar", defaultValue = "target/saccade.jar", description = "The packaged service.")
    private Path jar = Path.of("target", "saccade.jar");

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds, in which each drains once.")
    private int rounds;

    @Option(names = "--frames", defaultValue = "4000", description = "Frames in the backlog.")
    private int frames;

    @Option(names = "--seconds", defaultValue = "16", description = "Longest drain, from its first commit.")
    private int seconds;

    @Option(names = "--size", defaultValue = "640x480", description = "Of the frames.")
    private String size = "640x480";

    @Option(names = "--channels", defaultValue = "1", description = "Output channels oC; 1: the built-in parameters.")
    private int channels;

    @Option(names = "--exactly-once", description = "Let Python write in transactions too.")
    private boolean exactlyOnce;

    /** Runs it; the exit code is 0 if all maps were right, 1 if something failed, 2 for wrong usage. */
    public static void main(String[] args) {
        Logs.onlyErrors();
        CommandLine line = new CommandLine(new PipelineBench());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("bench pipeline: " + failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        FrameSize frameSize = FrameSize.parse(size);
        if (frameSize.pixels() * channels * Short.BYTES > Backlog.LARGEST_RECORD - ROOM_FOR_HEADERS) {
            throw new IllegalArgumentException(
                    "maps of " + size + " with " + channels + " channels don't fit a record");
        }
        Path folder = Files.createTempDirectory("saccade-pipeline-");
        try {
            run(Workload.of(frames, frameSize, channels, folder), folder);
        } finally {
            delete(folder);
        }
        return 0;
    }

    private void run(Workload workload, Path folder) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                Locale.ROOT,
                "%d frames of %s (%s, %.0f kB each), oC = %d, %d cores%n",
                frames,
                size,
                workload.pictures().source(),
                workload.pictures().meanBytes() / 1e3,
                channels,
                cores);
        Watch watch = new Watch(frames, Duration.ofSeconds(seconds));
        List<Contender> contenders = contenders(new Contenders(workload, folder, cores), folder);
        Results results = new Results();
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                BareLoop bare = new BareLoop(workload, cores)) {
            Backlog.fill(admin, kafka.bootstrapServers(), workload);
            Drains drains = new Drains(admin, kafka.bootstrapServers(), new MapCheck(workload, bare::map), folder);
            drains.drain(contenders.get(0), 0, new Watch(frames, WARM_UP)); // the broker's own code is compiled
            for (int round = 1; round <= rounds; round++) {
                results.add(Results.BARE_LOOP, round, bare.run(watch), "");
                for (Contender contender : contenders) {
                    Drained drained = drains.drain(contender, round, watch);
                    results.add(contender.name(), round, drained.pace(), ", " + drained.maps());
                }
            }
        }
        results.print();
    }

    private List<Contender> contenders(Contenders all, Path folder) throws IOException {
        List<Contender> contenders = new ArrayList<>(List.of(all.service(jar)));
        Optional<Python> python = Python.find();
        if (python.isPresent()) {
            contenders.add(all.pythonNumpy(python.get(), exactlyOnce));
            Optional<Path> library = python.get().hasOnnxRuntime() ? Optional.empty() : NativeRuntime.copyTo(folder);
            if (python.get().hasOnnxRuntime() || library.isPresent()) {
                contenders.add(all.pythonOnnx(python.get(), library, exactlyOnce));
            }
        } else {
            System.out.println(
                    "no Python with confluent_kafka, cv2 and numpy here ($PYTHON, python3, /usr/bin/python3)");
        }
        contenders.add(all.kafkaStreams(Contenders.STREAMS_IMAGE_IO, "imageio"));
        contenders.add(all.kafkaStreams(Contenders.STREAMS_OPENCV, "opencv"));
        return contenders;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
