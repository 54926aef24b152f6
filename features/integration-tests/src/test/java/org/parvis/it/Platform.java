package org.parvis.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform that runs, seen from outside. Calls block; may be used by several threads. */
public final class Platform {
    private static final Pattern ABSOLUTE_PATH = Pattern.compile(" (/[^ ,]+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path distribution;
    private final Path home;
    private final int httpPort;
    private final int sshPort;
    private final long process;
    private final LogChecker log;

    Platform(Path distribution, Path home, int httpPort, int sshPort, long process) {
        this.distribution = distribution;
        this.home = home;
        this.process = process;
        this.httpPort = httpPort;
        this.sshPort = sshPort;
        this.log = new LogChecker(home.resolve("log/karaf.log"));
    }

    /** Where page and API are, without a slash at the end. */
    public URI httpAddress() {
        return URI.create("http://127.0.0.1:" + httpPort);
    }

    /** The container's process; the database's is one of its descendants, or one started beside it. */
    public ProcessHandle process() {
        return ProcessHandle.of(process).orElseThrow();
    }

    /** The folder in which all state lies. */
    public Path home() {
        return home;
    }

    /** The launcher that started it. */
    public Path launcher() {
        return distribution.resolve("bin/parvis");
    }

    /** Where the database's data lies: in the home, or, as root, where an unprivileged account can reach it. */
    public Path databaseFolder() {
        Path note = home.resolve("store.location");
        try {
            Matcher outside = ABSOLUTE_PATH.matcher(Files.exists(note) ? Files.readString(note) : "");
            return outside.find() ? Path.of(outside.group(1)) : home.resolve("store");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public int httpPort() {
        return httpPort;
    }

    public int sshPort() {
        return sshPort;
    }

    public LogChecker log() {
        return log;
    }

    /** What a GET of a path answers. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(httpAddress().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    /** Runs a console command over ssh, with the key of this home, as {@code ./parvis client} does. */
    public CommandResult client(String command) throws IOException, InterruptedException {
        return client(home.resolve("etc"), command);
    }

    /** As {@link #client(String)}, with the keys of another folder. */
    CommandResult client(Path keys, String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("parvis-client", ".txt");
        try {
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            distribution + "/lib/parvis/*",
                            "org.parvis.launcher.LauncherMain",
                            "console",
                            keys.toString(),
                            Integer.toString(sshPort),
                            command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("the command did not end: " + command);
            }
            String text = Files.readString(output, StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
            return new CommandResult(text, process.exitValue());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /** What a console command printed, without colours, and its exit code. */
    public record CommandResult(String output, int exitCode) {
        public List<String> lines() {
            return output.lines().toList();
        }
    }
}
