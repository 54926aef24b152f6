package org.parvis.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A demo as {@code ./parvis demo} starts it, in a home of its own: simulators in a JVM of theirs, the platform, a workspace
 * with the archive's accounts linked over the wire. Can be killed and started again over the same home.
 */
final class Demo implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FOLDER = Path.of("target/demo").toAbsolutePath();
    private static final Pattern ABSOLUTE_PATH = Pattern.compile(" (/[^ ,]+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path launcher;
    private final Path home;
    private final String verb;
    private final List<String> options;
    private final int port;
    /** What the platform's Java machine is told besides. */
    private String javaOptions = "";

    private Demo(Path launcher, Path home, String verb, List<String> options) throws IOException {
        this.launcher = launcher;
        this.home = home;
        this.verb = verb;
        this.options = options;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
    }

    /** Starts one over an archive; the options are the launcher's. */
    static Demo start(Path archive, String... options) throws IOException, InterruptedException {
        return start(archive, Map.of(), options);
    }

    /** Starts one with configuration of its own, by PID. */
    static Demo start(Path archive, Map<String, String> configuration, String... options)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--archive", archive.toString()));
        all.addAll(List.of(options));
        return start(configuration, all);
    }

    /** Starts our own demo, as {@code ./parvis demo} without options does. */
    static Demo startOwn() throws IOException, InterruptedException {
        return start(Map.of(), List.of());
    }

    private static Demo start(Map<String, String> configuration, List<String> options)
            throws IOException, InterruptedException {
        Path home = freshHome();
        Demo demo = new Demo(unpacked().resolve("bin/parvis"), home, "demo", options);
        // What a killed platform held is free again after this long, on the database's time.
        Map<String, String> files = new HashMap<>(Map.of("org.parvis.outbox", "lease = PT10S"));
        files.putAll(configuration);
        Path etc = Files.createDirectories(home.resolve("etc"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(etc.resolve(file.getKey() + ".cfg"), file.getValue() + "\n");
        }
        demo.start();
        return demo;
    }

    /** A folder that no demo had before: as root the database's folder outside of the home is found again by its path. */
    static Path freshHome() {
        return FOLDER.resolve("home-" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    }

    /**
     * A platform alone in a home that was prepared: its configuration is there, and the simulators it is to talk to run already.
     * Not started yet.
     */
    static Demo over(Path home, String javaOptions) throws IOException, InterruptedException {
        Demo demo = new Demo(unpacked().resolve("bin/parvis"), home, "run", List.of());
        demo.javaOptions = javaOptions;
        return demo;
    }

    /** Says which process simulates, so that it can be asked, and ends with the platform. */
    void simulatedBy(long process, String control) throws IOException {
        ObjectNode state = JSON.createObjectNode().put("pid", process).put("control", control);
        Files.writeString(home.resolve("run/simulators.json"), state + "\n");
    }

    private static synchronized Path unpacked() throws IOException, InterruptedException {
        Path archive = Path.of(System.getProperty("parvis.distribution")).toRealPath();
        // Named by its age, so that what an earlier build left behind is not tested instead.
        Path distribution = FOLDER.resolve(
                "distribution-" + Files.getLastModifiedTime(archive).toMillis());
        if (!Files.exists(distribution)) {
            Path fresh = Files.createDirectories(FOLDER.resolve("distribution.new"));
            run(List.of(
                    "tar",
                    "-xzf",
                    Path.of(System.getProperty("parvis.distribution"))
                            .toRealPath()
                            .toString(),
                    "-C",
                    fresh.toString(),
                    "--strip-components=1"));
            Files.move(fresh, distribution);
        }
        return distribution;
    }

    /** Where page and API are, without a slash at the end. */
    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The folder in which all state lies. */
    Path home() {
        return home;
    }

    /** Starts it again over the same home. */
    void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(launcher.toString(), verb, "--detach", "--home", home.toString(), "--port", "" + port));
        command.addAll(options);
        run(command, javaOptions);
    }

    /** As a power cut would end it, seen from the platform: the container at once, the database left behind. */
    void killPlatform() throws IOException {
        long pid = state("platform").path("pid").asLong();
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /**
     * Starts a platform that was killed again, as the launcher does, and nothing else: the simulators, which bear witness, live
     * on. Returns when it is ready.
     */
    void startPlatform() throws IOException, InterruptedException {
        ObjectNode state = (ObjectNode) state("platform");
        Files.deleteIfExists(home.resolve("lock"));
        ProcessBuilder builder = new ProcessBuilder("sh", state.path("platform").asText() + "/bin/karaf", "daemon")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(home.resolve("log/console.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KARAF") || name.equals("JAVA_OPTS"));
        builder.environment().put("KARAF_BASE", home.toString());
        builder.environment().put("KARAF_DATA", home.resolve("data").toString());
        builder.environment().put("KARAF_ETC", home.resolve("etc").toString());
        builder.environment().put("KARAF_LOG", home.resolve("log").toString());
        builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("EXTRA_JAVA_OPTS", javaOptions);
        Process process = builder.start();
        state.put("pid", process.pid());
        Files.writeString(home.resolve("run/platform.json"), state + "\n");
        awaitReady(Duration.ofMinutes(3));
    }

    /** Returns once the platform says that it is ready, database included. */
    void awaitReady(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(100)).until(this::isReady);
    }

    /** Whether the platform says that it is ready. */
    boolean isReady() {
        HttpRequest request = HttpRequest.newBuilder(address().resolve("/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The process id of the platform that was started last. */
    long platformProcess() throws IOException {
        return state("platform").path("pid").asLong();
    }

    /** One console command; fails where that fails. */
    String client(String command) throws IOException, InterruptedException {
        return run(List.of(launcher.toString(), "client", command, "--home", home.toString()));
    }

    JsonNode clientJson(String command) throws IOException, InterruptedException {
        String output = client(command);
        return JSON.readTree(output.substring(output.indexOf('{')));
    }

    /** Asks the simulators' control interface to do something. */
    JsonNode control(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(controlAddress(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Asks the simulators' control interface what happened. */
    JsonNode controlState(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(controlAddress(path)));
    }

    private URI controlAddress(String path) throws IOException {
        return URI.create(state("simulators").path("control").asText() + "/control/" + path);
    }

    /** A request to the REST API with a token. A null body makes it a GET. */
    JsonNode api(String token, String path, @Nullable JsonNode body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/" + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.timeout(Duration.ofMinutes(1)).build();
        HttpResponse<String> answer = HTTP.send(asked, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(asked.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Kills the database's server as a crash would; the platform lives on. */
    void killDatabase() throws IOException {
        try (Stream<Path> files = Files.walk(store(), 3)) {
            Path file =
                    files.filter(f -> f.endsWith("postmaster.pid")).findFirst().orElseThrow();
            long pid = Long.parseLong(Files.readAllLines(file).get(0).trim());
            ProcessHandle.of(pid).ifPresent(process -> {
                process.destroyForcibly();
                process.onExit().join();
            });
        }
    }

    /** The folder of the database. */
    Path store() throws IOException {
        Path note = home.resolve("store.location");
        Matcher outside = ABSOLUTE_PATH.matcher(Files.exists(note) ? Files.readString(note) : "");
        return outside.find() ? Path.of(outside.group(1)) : home.resolve("store");
    }

    /** Warnings and errors of the platform so far. */
    List<String> complaints() throws IOException {
        try (Stream<String> lines = Files.lines(home.resolve("log/karaf.log"))) {
            return lines.filter(line -> line.matches("^\\S+ (WARN|ERROR) .*")).toList();
        }
    }

    private JsonNode state(String name) throws IOException {
        return JSON.readTree(home.resolve("run/" + name + ".json").toFile());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(List.of(launcher.toString(), "stop", "--home", home.toString()));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        return run(command, "");
    }

    private static String run(List<String> command, String javaOptions) throws IOException, InterruptedException {
        Path output = Files.createTempFile("parvis-demo", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment()
                    .put(
                            "PARVIS_SIMULATORS",
                            Path.of(System.getProperty("parvis.simulators"))
                                    .toRealPath()
                                    .toString());
            builder.environment().put("EXTRA_JAVA_OPTS", javaOptions);
            Process process = builder.start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            int status = process.waitFor();
            String text = Files.readString(output).replaceAll("\u001b\\[[0-9;]*m", "");
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with " + status + "\n" + text);
            }
            return text;
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
