import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import io.saccade.attention.AttentionParameters;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Scores camera frames as an application of Kafka Streams would, exactly once: reads encoded pictures, decodes them, runs a
 * graph of normalisation and operator in ONNX Runtime, and writes the score maps, float16 [oC, H, W] without a header, with
 * the frame's key and headers.
 *
 * <p>Options, all with a value and all required: {@code --bootstrap-servers}, {@code --group}, {@code --input} and
 * {@code --output} topic, {@code --parameters} (safetensors), {@code --onnx} (inputs x [H W, iC] uint8, keys [oC, 9, iC] and
 * values [oC, 9], output scores [oC, H W]), {@code --threads}, {@code --state} (an empty folder) and {@code --decoder}, which
 * is {@code imageio} or {@code opencv}.
 */
public final class KafkaStreamsScorer {

    private static final int LARGEST_MESSAGE = 16 << 20;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final OnnxTensor keys;
    private final OnnxTensor values;
    private final Function<byte[], Picture> decoder;

    /** Interleaved red, green and blue. */
    private record Picture(int pixels, byte[] samples) {}

    private KafkaStreamsScorer(Path onnx, AttentionParameters parameters, Function<byte[], Picture> decoder)
            throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        this.session = environment.createSession(onnx.toString(), options);
        int outputs = parameters.outputChannels();
        this.keys = OnnxTensor.createTensor(environment, FloatBuffer.wrap(parameters.keys()), new long[] {
            outputs, AttentionParameters.POSITIONS, parameters.inputChannels()
        });
        this.values = OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(parameters.values()), new long[] {outputs, AttentionParameters.POSITIONS
                });
        this.decoder = decoder;
    }

    /** Runs until it is told to end. */
    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        KafkaStreamsScorer scorer = new KafkaStreamsScorer(
                Path.of(options.get("--onnx")),
                AttentionParameters.read(Path.of(options.get("--parameters"))),
                decoder(options.get("--decoder")));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(options.get("--input"), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(scorer::score)
                .to(options.get("--output"), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings(options));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    private static Properties settings(Map<String, String> options) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, options.get("--group"));
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, options.get("--bootstrap-servers"));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.get("--threads"));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, options.get("--state"));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_MESSAGE);
        return settings;
    }

    private byte[] score(byte[] encoded) {
        Picture picture = decoder.apply(encoded);
        long[] shape = {picture.pixels(), picture.samples().length / picture.pixels()};
        try (OnnxTensor x = OnnxTensor.createTensor(
                        environment, ByteBuffer.wrap(picture.samples()), shape, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of("x", x, "keys", keys, "values", values))) {
            FloatBuffer scores = ((OnnxTensor) result.get(0)).getFloatBuffer();
            ShortBuffer halves = Fp16Conversions.convertFloatBufferToFp16Buffer(scores);
            ByteBuffer map =
                    ByteBuffer.allocate(halves.remaining() * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            map.asShortBuffer().put(halves);
            return map.array();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Function<byte[], Picture> decoder(String name) {
        ImageIO.setUseCache(false);
        return Map.<String, Function<byte[], Picture>>of(
                        "imageio", KafkaStreamsScorer::decodeByImageIo, "opencv", KafkaStreamsScorer::decodeByOpenCv)
                .get(name);
    }

    private static Picture decodeByImageIo(byte[] encoded) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(encoded));
            byte[] samples = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < samples.length; i += 3) { // blue comes first in it
                byte blue = samples[i];
                samples[i] = samples[i + 2];
                samples[i + 2] = blue;
            }
            return new Picture(image.getWidth() * image.getHeight(), samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Picture decodeByOpenCv(byte[] encoded) {
        try (Mat file = new Mat(encoded);
                Mat image = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR_RGB)) {
            byte[] samples = new byte[Math.toIntExact(image.total() * image.channels())];
            image.data().get(samples);
            return new Picture(image.rows() * image.cols(), samples);
        }
    }
}
