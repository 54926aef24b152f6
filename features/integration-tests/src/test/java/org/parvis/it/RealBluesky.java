package org.parvis.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A real Bluesky network on this machine, as {@code docs/examples/plugin-bluesky/network} starts it from npm: data server,
 * identity directory and the app's view, and the people on it. Without Node there is none, and whoever asks is skipped.
 */
final class RealBluesky implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The data server hangs up on who offers another protocol. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Path FOLDER = Path.of(System.getProperty("parvis.bluesky"), "network");
    private static final Duration INSTALLATION = Duration.ofMinutes(5);

    private final Process process;
    private final URI server;
    private final URI control;

    private RealBluesky(Process process, JsonNode addresses) {
        this.process = process;
        server = URI.create(addresses.path("pds").asText());
        control = URI.create(addresses.path("control").asText());
    }

    /** Whoever has an account: their id, name and session. */
    record Person(String did, String handle, String token) {}

    /** @param database where the app's view keeps its tables */
    static RealBluesky start(DataSource database) throws Exception {
        assumeTrue(runs("node") && runs("npm"), "a real Bluesky needs Node and npm, which are not installed here");
        install();
        String address = address(database);
        ProcessBuilder builder = new ProcessBuilder("node", "network.mjs").directory(FOLDER.toFile());
        builder.environment().put("DB_POSTGRES_URL", address);
        builder.redirectError(Files.createTempFile("parvis-bluesky", ".log").toFile());
        Process process = builder.start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IOException("The Bluesky network does not start");
        }
        return new RealBluesky(process, JSON.readTree(line));
    }

    /** As Node's client wants it; the password is a file of the test server's, which its port tells from others. */
    private static String address(DataSource database) throws Exception {
        URI place;
        String user;
        try (Connection connection = database.getConnection()) {
            place = URI.create(connection.getMetaData().getURL().substring("jdbc:".length()));
            user = connection.getMetaData().getUserName();
        }
        String port = Integer.toString(place.getPort());
        try (Stream<Path> stores = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            for (Path store : stores.filter(
                            path -> path.getFileName().toString().startsWith("parvis-test-store-"))
                    .toList()) {
                Path note = store.resolve("data/postmaster.pid");
                if (Files.isReadable(note)
                        && Files.readAllLines(note).get(3).strip().equals(port)) {
                    String password =
                            Files.readString(store.resolve("password")).strip();
                    return "postgresql://" + user + ":" + URLEncoder.encode(password, StandardCharsets.UTF_8) + "@"
                            + place.getRawAuthority() + place.getRawPath();
                }
            }
        }
        throw new IOException("The test server's password is not found");
    }

    private static boolean runs(String program) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    /** Once per clone; what the lock file names, no scripts of packages. */
    private static void install() throws IOException, InterruptedException {
        if (Files.exists(FOLDER.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        Path output = Files.createTempFile("parvis-npm", ".txt");
        Process npm = new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!npm.waitFor(INSTALLATION.toSeconds(), TimeUnit.SECONDS) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm ci failed:\n" + Files.readString(output));
        }
    }

    URI server() {
        return server;
    }

    Person join(String handle) throws IOException, InterruptedException {
        JsonNode session = post(
                "",
                "com.atproto.server.createAccount",
                JSON.createObjectNode()
                        .put("handle", handle)
                        .put("email", handle + "@mail.example")
                        .put("password", "the password of " + handle));
        return new Person(
                session.path("did").asText(),
                session.path("handle").asText(),
                session.path("accessJwt").asText());
    }

    String appPassword(Person person) throws IOException, InterruptedException {
        return post(
                        person.token,
                        "com.atproto.server.createAppPassword",
                        JSON.createObjectNode().put("name", "parvis"))
                .path("password")
                .asText();
    }

    /** Writes a record by hand; its address and hash. */
    JsonNode write(Person person, String collection, ObjectNode record) throws IOException, InterruptedException {
        record.put("$type", collection)
                .put("createdAt", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        ObjectNode body = JSON.createObjectNode().put("repo", person.did).put("collection", collection);
        body.set("record", record);
        return post(person.token, "com.atproto.repo.createRecord", body);
    }

    JsonNode read(Person person, String query) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server + "/xrpc/" + query))
                .header("Authorization", "Bearer " + person.token));
    }

    private JsonNode post(String token, String method, JsonNode body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + "/xrpc/" + method))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Returns when what was written is in the app's view. */
    void settle() throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(control.resolve("/settle"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IOException(answer.body());
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.destroy();
        process.onExit().join();
    }
}
