package org.parvis.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A container in a process of its own, with whatever it started. Used by one thread. */
final class Container implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(60);

    private final Process process;
    private final double seconds;

    /** Says whether the container is up. */
    @FunctionalInterface
    interface Up {
        boolean isUp() throws IOException, InterruptedException;
    }

    private Container(Process process, double seconds) {
        this.process = process;
        this.seconds = seconds;
    }

    /** Starts it and returns once it is up. */
    static Container start(Path folder, Path script, Map<String, String> environment, Up up)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "daemon")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(folder.resolve("console.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF") || name.equals("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        long began = System.nanoTime();
        Process process = builder.start();
        while (!up.isUp()) {
            boolean late = System.nanoTime() - began > PATIENCE.toNanos();
            if (late || !process.isAlive()) {
                new Container(process, 0).close();
                throw new IOException(
                        "It " + (late ? "is not up after " + PATIENCE.toSeconds() + " s" : "ended at once") + ", see "
                                + folder);
            }
            // Another program becomes ready without telling anybody.
            Thread.sleep(5);
        }
        return new Container(process, (System.nanoTime() - began) / 1e9);
    }

    /** How long it took until it was up. */
    double seconds() {
        return seconds;
    }

    /** All its processes: the script, the JVM, the database. */
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** The memory of all processes, what they share counted once, in MB. */
    double megabytes() throws IOException {
        double kilobytes = 0;
        for (ProcessHandle one : processes()) {
            Path file = Path.of("/proc", Long.toString(one.pid()), "smaps_rollup");
            if (!Files.isReadable(file)) {
                continue;
            }
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (line.startsWith("Pss:")) {
                    kilobytes += Double.parseDouble(line.replaceAll("\\D", ""));
                }
            }
        }
        return kilobytes / 1024;
    }

    /** Returns when its processes have hardly done anything for a moment, or after a minute. */
    void awaitQuiet() throws InterruptedException {
        for (int i = 0; i < 120; i++) {
            Duration before = used();
            // Work is counted over this long.
            Thread.sleep(500);
            if (used().minus(before).toMillis() < 50) {
                return;
            }
        }
    }

    private Duration used() {
        return processes().stream()
                .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Stops it as an operator would, and returns when all its processes have ended. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = processes();
        for (ProcessHandle one : all) {
            if (one.info().command().orElse("").endsWith("/java")) {
                Programs.end(one, END);
            }
        }
        for (ProcessHandle one : all) {
            Programs.end(one, END);
        }
    }
}
