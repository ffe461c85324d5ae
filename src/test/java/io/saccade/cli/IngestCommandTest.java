package io.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestCommandTest {

    @TempDir
    Path folder;

    @Test
    void wrongUseIsExitCodeTwoAndOneLine() {
        assertUsage("there is no file or folder no-such-folder", "no-such-folder");
        assertUsage("has no host", "http://:80/");
        assertUsage("--cameras goes with 'synthetic' only", folder.toString(), "--cameras", "2");
        assertUsage("--cameras is 1 to 1000, got 0", "synthetic", "--cameras", "0");
        assertUsage("--count is 1 or more, got 0", "synthetic", "--count", "0");
        assertUsage("--rate is 0 to 1000000 frames a second, got -1.0", "synthetic", "--rate", "-1");
        assertUsage("--size is 16 to 8192 pixels a side, got 8x600", "synthetic", "--size", "8x600");
        assertUsage("--quality is 1 to 100, got 0", "synthetic", "--quality", "0");
        assertUsage("--camera is empty", "synthetic", "--camera", " ");
    }

    @Test
    void aSizeThatIsNoneIsNamed() {
        CommandRun run = CommandRun.of("ingest", "synthetic", "--size", "big");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("'big' is not a size, expected such as 640x480");
    }

    @Test
    void anEmptyFolderFails() {
        CommandRun run = CommandRun.of("ingest", folder.toString());

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("has no .jpg, .jpeg or .png file");
    }

    @Test
    void aBrokerThatDoesNotAnswerFailsInOneLineWithinFifteenSeconds() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        long begin = System.nanoTime();

        CommandRun run = CommandRun.of("ingest", "synthetic", "--size", "64x48", "-b", "localhost:" + port);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly("ingest: no Kafka broker answers at localhost:" + port + " within 10 s");
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(15);
    }

    @Test
    void aBrokerThatIsNoAddressFailsInOneLine() {
        CommandRun run = CommandRun.of("ingest", "synthetic", "--size", "64x48", "-b", "nonsense");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err().lines().toList()).singleElement().asString().contains("nonsense", "bootstrap.servers");
    }

    private static void assertUsage(String message, String... arguments) {
        CommandRun run = CommandRun.of("ingest", arguments);
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines().toList()).singleElement().asString().contains(message);
    }
}
