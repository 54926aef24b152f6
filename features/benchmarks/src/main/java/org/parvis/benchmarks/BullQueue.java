package org.parvis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** BullMQ over a Redis of its own that writes its log to disk every second, which is how it is mostly run. */
final class BullQueue implements AutoCloseable {
    private static final List<String> PACKAGES = List.of("bullmq@6.7.0", "ioredis@5");

    private final Path folder;
    private final Path node;
    private final Process redis;
    private final int port;

    private BullQueue(Path folder, Path node, Process redis, int port) {
        this.folder = folder;
        this.node = node;
        this.redis = redis;
        this.port = port;
    }

    /** What is missing on this machine; empty when it can be measured. */
    static Optional<String> missing() {
        for (String program : List.of("redis-server", "node", "npm")) {
            if (Programs.find(program).isEmpty()) {
                return Optional.of("there is no " + program + " on the path");
            }
        }
        return Optional.empty();
    }

    /** Installs BullMQ into {@code folder} if it is not there, and starts Redis. */
    static BullQueue open(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path log = folder.resolve("bench.log");
        if (!Files.isDirectory(folder.resolve("node_modules/ioredis"))) {
            Files.writeString(folder.resolve("package.json"), "{\"private\":true}");
            List<String> install = new ArrayList<>(
                    List.of(program("npm").toString(), "install", "--no-audit", "--no-fund", "--ignore-scripts"));
            install.addAll(PACKAGES);
            Programs.run(folder, log, Duration.ofMinutes(3), install);
        }
        try (InputStream script = BullQueue.class.getResourceAsStream("bull.mjs")) {
            Files.copy(Objects.requireNonNull(script), folder.resolve("bull.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process redis = new ProcessBuilder(
                        program("redis-server").toString(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        folder.toString(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--save",
                        "")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitAnswer(redis, port);
        return new BullQueue(folder, program("node"), redis, port);
    }

    private static Path program(String name) {
        return Programs.find(name).orElseThrow();
    }

    private static void awaitAnswer(Process redis, int port) throws IOException, InterruptedException {
        for (int tries = 0; tries < 250; tries++) {
            if (!redis.isAlive()) {
                throw new IOException("Redis ended with " + redis.exitValue());
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                // Another program opens its port without telling anybody.
                Thread.sleep(20);
            }
        }
        redis.destroyForcibly();
        throw new IOException("Redis does not answer");
    }

    /** Adds jobs, which is not measured, and works them off; jobs a second. */
    double drain(int jobs) throws IOException, InterruptedException {
        return Double.parseDouble(Programs.run(
                folder,
                folder.resolve("bench.log"),
                Duration.ofMinutes(5),
                List.of(node.toString(), "bull.mjs", Integer.toString(port), Integer.toString(jobs))));
    }

    @Override
    public void close() {
        try {
            Programs.end(redis.toHandle(), Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            redis.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
