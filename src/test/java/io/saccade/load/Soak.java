package io.saccade.load;

import io.saccade.broker.EmbeddedKafka;
import io.saccade.broker.Logs;
import io.saccade.camera.JpegEncoder;
import io.saccade.camera.Pacer;
import io.saccade.camera.SyntheticSource;
import io.saccade.camera.scene.SyntheticScene;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A steady load for a long time: synthetic 640 × 480 JPEGs at a fixed rate, while the service's resident memory is watched.
 *
 * <p>Arguments: the service's jar, the time in minutes, the rate in frames a second. The last line is
 * {@code soak: key=value …}; the exit code is 0 only if every frame came out once.
 */
public final class Soak {

    private static final int CAMERAS = 4;

    /** Different pictures, made before the start so that making them takes no time from the service. */
    private static final int PICTURES = 300;

    private Soak() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Logs.onlyErrors();
        Path jar = Path.of(args[0]);
        Duration time = Duration.ofMinutes(args.length > 1 ? Integer.parseInt(args[1]) : 60);
        double rate = args.length > 2 ? Double.parseDouble(args[2]) : 50;
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Backlog.create(kafka.bootstrapServers());
            try (ServiceProcess service = ServiceProcess.start(jar, kafka.bootstrapServers(), Map.of());
                    Account account = new Account(kafka.bootstrapServers(), "score-summaries", "frames-dead-letter")) {
                System.exit(run(kafka.bootstrapServers(), service, account, time, rate) ? 0 : 1);
            }
        }
    }

    private static boolean run(String servers, ServiceProcess service, Account account, Duration time, double rate)
            throws Exception {
        AtomicLong sent = new AtomicLong();
        Thread sender = new Thread(() -> send(servers, time, rate, sent), "sender");
        sender.start();
        Quarters resident = new Quarters();
        long nextLine = 0;
        while ((sender.isAlive() || account.accounted() < sent.get())
                && account.silence().toSeconds() < 60
                && service.isAlive()) {
            account.read(Duration.ofSeconds(1));
            resident.add(service.residentKib());
            if (System.nanoTime() > nextLine) {
                nextLine = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                System.out.printf(
                        Locale.ROOT,
                        "soak: %d sent, %d scored, %.0f MiB resident%n",
                        sent.get(),
                        account.scored(),
                        resident.lastMib());
            }
        }
        sender.join();
        System.out.printf(
                Locale.ROOT,
                "soak: minutes=%d frames-per-second=%.0f sent=%d scored=%d rejected=%d lost=%d doubled=%d"
                        + " resident-mib-by-quarter=%.0f,%.0f,%.0f,%.0f%n",
                time.toMinutes(),
                rate,
                sent.get(),
                account.scored(),
                account.rejected(),
                sent.get() - account.accounted(),
                account.doubled(),
                resident.mib(0),
                resident.mib(1),
                resident.mib(2),
                resident.mib(3));
        return sent.get() == account.accounted() && account.doubled() == 0;
    }

    private static void send(String servers, Duration time, double rate, AtomicLong sent) {
        List<byte[]> pictures = new ArrayList<>();
        try (SyntheticSource source = new SyntheticSource(
                "street", SyntheticScene.ofDefaultSize(1, 0), new JpegEncoder(JpegEncoder.DEFAULT_QUALITY))) {
            for (int i = 0; i < PICTURES; i++) {
                pictures.add(source.next().bytes());
            }
        }
        Pacer pacer = new Pacer(rate);
        long end = System.nanoTime() + time.toNanos();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; System.nanoTime() < end; i++) {
                pacer.await();
                byte[] camera = ("street-" + i % CAMERAS).getBytes(StandardCharsets.UTF_8);
                producer.send(
                        new ProducerRecord<>("frames", i % Backlog.PARTITIONS, camera, pictures.get(i % PICTURES)));
                sent.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
