package org.parvis.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The container of the suite: the real distribution, unpacked under target and started by its own launcher, on free ports
 * and in an empty home. Closed after the last test.
 */
final class Container implements AutoCloseable {
    private static final Path FOLDER = Path.of("target/container").toAbsolutePath();

    private final Path launcher;
    private final Platform platform;

    private Container(Path launcher, Platform platform) {
        this.launcher = launcher;
        this.platform = platform;
    }

    static Container boot() throws IOException {
        Path distribution = FOLDER.resolve("distribution");
        // A name of its own: as root the database's folder outside of the home is found again by the home's path.
        Path home = FOLDER.resolve("home-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
        delete(FOLDER);
        Files.createDirectories(distribution);
        run(
                "tar",
                "-xzf",
                Path.of(System.getProperty("parvis.distribution")).toRealPath().toString(),
                "-C",
                distribution.toString(),
                "--strip-components=1");
        Path launcher = distribution.resolve("bin/parvis");
        run(launcher.toString(), "run", "--detach", "--home", home.toString(), "--port", Integer.toString(freePort()));
        JsonNode state =
                new ObjectMapper().readTree(home.resolve("run/platform.json").toFile());
        return new Container(
                launcher,
                new Platform(
                        distribution,
                        home,
                        state.path("port").asInt(),
                        state.path("sshPort").asInt(),
                        state.path("pid").asLong()));
    }

    Platform platform() {
        return platform;
    }

    @Override
    public void close() throws IOException {
        Path data = platform.databaseFolder();
        run(launcher.toString(), "stop", "--home", platform.home().toString());
        if (!data.startsWith(FOLDER)) {
            delete(data);
        }
    }

    private static void run(String... command) throws IOException {
        Path output = Files.createTempFile("parvis-container", ".txt");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + "\n" + Files.readString(output));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted: " + command[0], interrupted);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
