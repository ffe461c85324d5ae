package io.saccade.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.saccade.cli.CommandLines;
import io.saccade.config.Role;
import io.saccade.deploy.Compose.Condition;
import io.saccade.deploy.Compose.Service;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

/** The Compose files, as far as they can be checked without an engine. */
class ComposeTest {

    private static final Map<String, String> PASSWORD = Map.of("SACCADE_PASSWORD", "open sesame");

    /** What a drain takes at most. */
    private static final Duration DRAIN = Duration.ofSeconds(15);

    /** Read by the start script of Kafka's image; every other variable {@code KAFKA_*} is a broker setting. */
    private static final Set<String> OF_THE_IMAGE = Set.of("CLUSTER_ID", "KAFKA_HEAP_OPTS");

    private static final Pattern ADDRESS = Pattern.compile("\\b([a-z][a-z-]*):([0-9]{4,5})\\b");

    private final Compose compose = Compose.read(Compose.FILE, PASSWORD);
    private final Compose gpu = Compose.read(Compose.GPU_FILE, Map.of());

    @Test
    void keysThatNobodyReadsAreFound() {
        assertThatThrownBy(() -> Compose.parse("services: {score: {image: saccade, readonly: true}}", Map.of()))
                .hasMessageContaining("readonly");
        assertThatThrownBy(() -> Compose.parse("{services: {}, servces: {}}", Map.of()))
                .hasMessageContaining("servces");
        assertThatThrownBy(() -> Compose.parse("services: {}\nservices: {}", Map.of()))
                .hasMessageContaining("duplicate");
        assertThatThrownBy(() -> Compose.read(Compose.FILE, Map.of())).hasMessageContaining("SACCADE_PASSWORD");
    }

    @Test
    void servicesOfOursAreStartedWithSettingsThatTheyHave() {
        ours(compose).forEach((name, service) -> assertThat(ConfigurationKeys.problems(service.environment()))
                .as(name)
                .isEmpty());
        gpu.services().forEach((name, service) -> {
            Map<String, String> merged =
                    new HashMap<>(compose.services().get(name).environment());
            merged.putAll(service.environment());
            assertThat(ConfigurationKeys.problems(merged)).as(name).isEmpty();
        });
    }

    @Test
    void commandsAreCommandsOfOurs() {
        ours(compose).values().forEach(service -> CommandLines.parse(service.command()));
    }

    @Test
    void togetherTheyHaveEveryRoleOnce() {
        List<String> roles = ours(compose).values().stream()
                .map(service -> service.environment().get("SACCADE_ROLES"))
                .filter(set -> set != null)
                .flatMap(set -> Arrays.stream(set.split(",")))
                .toList();

        assertThat(roles)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Role.values())
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void theBrokerTakesItsSettings() {
        Map<String, String> settings = brokerSettings(compose.services().get("kafka"));

        assertThat(AbstractKafkaConfig.CONFIG_DEF.names()).containsAll(settings.keySet());
        KafkaConfig broker = new KafkaConfig(settings, false);
        assertThat(broker.messageMaxBytes()).isEqualTo(16 << 20);
        assertThat(broker.autoCreateTopicsEnable()).isFalse();
    }

    /** As {@code kafka.docker.KafkaDockerWrapper} makes them of variables; none of ours has a dash or an underscore. */
    static Map<String, String> brokerSettings(Service kafka) {
        Map<String, String> settings = new HashMap<>();
        kafka.environment().forEach((name, value) -> {
            if (!OF_THE_IMAGE.contains(name)) {
                assertThat(name).startsWith("KAFKA_").doesNotContain("__");
                settings.put(name.substring(6).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return settings;
    }

    @Test
    void addressesAreOfServicesAndOfPortsThatTheyListenOn() {
        Map<String, Set<String>> listening = Map.of(
                "kafka", Set.of("9092", "9093"),
                "score", Set.of("9000"),
                "train", Set.of("9000"),
                "serve", Set.of("8080", "9000"),
                "prometheus", Set.of("9090"));
        List<String> texts = new ArrayList<>();
        compose.services()
                .values()
                .forEach(service -> texts.addAll(service.environment().values()));
        texts.addAll(List.of(text("docker/prometheus"), text("docker/grafana")));

        assertThat(compose.services().keySet()).containsAll(listening.keySet());
        int addresses = 0;
        Matcher address = ADDRESS.matcher(String.join("\n", texts).replace("localhost:", "127.0.0.1:"));
        while (address.find()) {
            addresses++;
            assertThat(listening).containsKey(address.group(1));
            assertThat(listening.get(address.group(1))).as(address.group()).contains(address.group(2));
        }
        assertThat(addresses).isGreaterThan(6);
    }

    private static String text(String folder) {
        try (var files = Files.walk(Path.of(folder))) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().matches(".*\\.ya?ml")) {
                    text.append(Files.readString(file).replaceAll("(?m)^\\s*#.*$", ""))
                            .append('\n');
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new IllegalStateException("no " + folder, e);
        }
    }

    @Test
    void portsAreOnLoopbackAndThoseOfTheService() throws IOException {
        Properties defaults = new Properties();
        try (InputStream properties = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            defaults.load(properties);
        }
        Set<String> published = new HashSet<>();
        compose.services().values().forEach(service -> service.ports().forEach(port -> {
            assertThat(port).matches("127\\.0\\.0\\.1:[0-9]+:[0-9]+");
            assertThat(published.add(port.split(":")[1])).isTrue();
        }));

        String http = defaults.getProperty("quarkus.http.port");
        assertThat(compose.services().get("serve").ports()).containsExactly("127.0.0.1:" + http + ":" + http);
        assertThat(ours(compose).values()).allSatisfy(service -> assertThat(service.environment())
                .doesNotContainKeys("QUARKUS_HTTP_PORT", "QUARKUS_MANAGEMENT_PORT"));
    }

    @Test
    void nobodyHasMoreRightsThanItTakes() {
        compose.services().forEach((name, service) -> {
            assertThat(service.capDrop()).as(name).containsExactly("ALL");
            assertThat(service.securityOpt()).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.memLimit()).as(name).matches("[0-9]+[mg]");
            assertThat(service.logging().options()).as(name).containsKeys("max-size", "max-file");
            assertThat(service.restart()).as(name).isEqualTo("unless-stopped");
            assertThat(service.readOnly()).as(name).isEqualTo(!name.equals("kafka"));
        });
        ours(compose).forEach((name, service) -> {
            assertThat(service.user())
                    .as(name)
                    .isEqualTo(
                            Dockerfile.read(Dockerfile.FILE).last().last("USER").arguments());
            assertThat(service.tmpfs()).as(name).anyMatch(folder -> folder.startsWith("/tmp:"));
        });
    }

    @Test
    void imagesOfOthersHaveADigest() {
        compose.services().values().stream()
                .filter(service -> !service.ours())
                .forEach(service -> assertThat(service.image()).matches("[a-z/]+:[A-Za-z0-9._-]+@sha256:[0-9a-f]{64}"));
        ours(compose).values().forEach(service -> {
            assertThat(Compose.FILE
                            .resolveSibling(service.build().context())
                            .resolve(service.build().dockerfile()))
                    .exists();
        });
        gpu.services().forEach((name, service) -> {
            assertThat(ours(compose)).containsKey(name);
            assertThat(service.build().args()).containsExactly(Map.entry("PROVIDER", "cuda"));
        });
    }

    @Test
    void theStreamHasTimeToDrain() {
        var durations = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .requireConverter(Duration.class);
        ours(compose).values().forEach(service -> assertThat(durations.convert(service.stopGracePeriod()))
                .isGreaterThan(DRAIN));
    }

    @Test
    void whoeverIsWaitedForSaysWhenItIsHealthy() {
        compose.services().values().forEach(service -> service.dependsOn().forEach((name, dependency) -> {
            Service other = compose.services().get(name);
            assertThat(other).as(name).isNotNull();
            assertThat(dependency.condition()).isEqualTo(Condition.HEALTHY);
            assertThat(other.healthcheck().disable()).as(name).isFalse();
            assertThat(other.healthcheck().test()).as(name).startsWith("CMD");
        }));
        ours(compose).values().stream()
                .filter(service -> !service.healthcheck().disable())
                .forEach(service -> assertThat(service.healthcheck().test())
                        .containsExactly("CMD", "/opt/saccade/health", "ready"));
    }

    @Test
    void mountedFilesAndVolumesExist() {
        compose.services().values().stream()
                .flatMap(service -> service.volumes().stream())
                .map(volume -> volume.split(":")[0])
                .forEach(source -> {
                    if (source.startsWith(".")) {
                        assertThat(Compose.FILE.resolveSibling(source))
                                .isDirectory()
                                .isNotEmptyDirectory();
                    } else {
                        assertThat(compose.volumes()).containsKey(source);
                    }
                });
    }

    private static Map<String, Service> ours(Compose compose) {
        Map<String, Service> ours = new HashMap<>(compose.services());
        ours.values().removeIf(service -> !service.ours());
        return ours;
    }
}
