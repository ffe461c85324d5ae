package io.saccade.load.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The running processes of a contender. */
final class Group implements AutoCloseable {

    private static final long STOP_SECONDS = 30;

    private final List<Process> processes = new ArrayList<>();
    private final Path log;

    private Group(Path log) {
        this.log = log;
    }

    /** Starts them; what they print goes into a file. */
    static Group start(List<ProcessBuilder> commands, Path log) throws IOException {
        Group group = new Group(log);
        try {
            for (ProcessBuilder command : commands) {
                group.processes.add(command.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
            }
            return group;
        } catch (IOException e) {
            group.close();
            throw e;
        }
    }

    /** Processor time of all of them so far. */
    Duration cpu() {
        return processes.stream().map(process -> Watch.cpu(process.toHandle())).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Looks whether all run.
     *
     * @throws IllegalStateException if one has ended, with what they printed
     */
    void requireAlive() {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new IllegalStateException("a process has ended:\n" + printed());
        }
    }

    private String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGTERM, and for who is still there after half a minute SIGKILL. */
    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
