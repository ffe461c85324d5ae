package io.saccade.load.pipeline;

import io.saccade.load.ServiceProcess;
import io.saccade.load.pipeline.Contender.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The programs that are compared, each on all cores. */
final class Contenders {

    static final String SERVICE = "service";
    static final String PYTHON_NUMPY = "python-numpy";
    static final String PYTHON_ONNX = "python-onnxruntime";
    static final String STREAMS_IMAGE_IO = "kafka-streams-imageio";
    static final String STREAMS_OPENCV = "kafka-streams-opencv";

    private static final Path PEERS = Path.of("load-tests", "peers");

    private final Workload workload;
    private final Path folder;
    private final int cores;

    /**
     * Contenders on a workload.
     *
     * @param folder for what they keep
     * @param cores how many processes or threads each has
     */
    Contenders(Workload workload, Path folder, int cores) {
        this.workload = workload;
        this.folder = folder;
        this.cores = cores;
    }

    /** The packaged service with its defaults: exactly once. */
    Contender service(Path jar) {
        return new Contender(
                SERVICE,
                place -> List.of(ServiceProcess.command(
                        jar,
                        place.bootstrapServers(),
                        Map.of(
                                "SACCADE_MODEL_PARAMETERS",
                                workload.parameterFile().toString(),
                                "SACCADE_GROUP_ID",
                                place.group(),
                                "SACCADE_TOPICS_SCORE_MAPS",
                                place.maps(),
                                "SACCADE_TOPICS_SCORE_SUMMARIES",
                                place.group() + "-summaries",
                                "SACCADE_TOPICS_SCORE_PREVIEWS",
                                place.group() + "-previews",
                                "SACCADE_TOPICS_DEAD_LETTERS",
                                place.group() + "-dead-letters",
                                "QUARKUS_LOG_LEVEL",
                                "WARN"))));
    }

    /** Python with the operator in NumPy. */
    Contender pythonNumpy(Python python, boolean exactlyOnce) {
        return python(PYTHON_NUMPY, python, List.of(), exactlyOnce);
    }

    /**
     * Python with the naive graph in ONNX Runtime.
     *
     * @param library shared library for an interpreter without the package
     */
    Contender pythonOnnx(Python python, Optional<Path> library, boolean exactlyOnce) {
        List<String> options =
                new ArrayList<>(List.of("--onnx", workload.naiveGraph().toString()));
        library.ifPresent(path -> options.addAll(List.of("--onnxruntime", path.toString())));
        return python(PYTHON_ONNX, python, options, exactlyOnce);
    }

    private Contender python(String name, Python python, List<String> options, boolean exactlyOnce) {
        return new Contender(name, place -> IntStream.range(0, cores)
                .mapToObj(process -> python.process(Stream.of(
                                List.of(PEERS.resolve("python_consumer.py").toString()),
                                common(place),
                                options,
                                exactlyOnce
                                        ? List.of("--exactly-once", place.group() + "-" + process)
                                        : List.<String>of())
                        .flatMap(List::stream)
                        .toList()))
                .toList());
    }

    /**
     * Kafka Streams with the naive graph in ONNX Runtime, exactly once. The class path goes by the environment: ONNX Runtime
     * 1.29 does not survive one on the command line.
     */
    Contender kafkaStreams(String name, String decoder) {
        return new Contender(name, place -> {
            Path state = Files.createDirectories(folder.resolve(place.group()));
            ProcessBuilder java = new ProcessBuilder(Stream.of(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    PEERS.resolve("KafkaStreamsScorer.java").toString()),
                            common(place),
                            List.of(
                                    "--onnx", workload.naiveGraph().toString(),
                                    "--threads", Integer.toString(cores),
                                    "--state", state.toString(),
                                    "--decoder", decoder))
                    .flatMap(List::stream)
                    .toList());
            java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            return List.of(java);
        });
    }

    private List<String> common(Place place) {
        return List.of(
                "--bootstrap-servers", place.bootstrapServers(),
                "--group", place.group(),
                "--input", Place.FRAMES,
                "--output", place.maps(),
                "--parameters", workload.parameterFile().toString());
    }
}
