package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.simulation.SimulationMain;

/** The program itself, killed: what it answered is in its journal, and what was written still exists afterwards. */
class JournalKillTest {

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();

    private Process start() throws Exception {
        Path archive = home.resolve("archive.jsonl");
        if (!Files.exists(archive)) {
            SmallWorld.options(home);
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulationMain.class.getName(),
                        "--home",
                        home.resolve("killed").toString(),
                        "--archive",
                        archive.toString(),
                        "--shift",
                        "none",
                        "--network",
                        "twitter",
                        "--set",
                        "any-loopback-redirect=on")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static JsonNode addresses(Process process) throws Exception {
        return SmallWorld.JSON.readTree(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine());
    }

    private String send(String method, String uri, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header(
                        "content-type",
                        body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded");
        if (!token.isEmpty()) {
            request.header("authorization", token);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() == 302
                ? response.headers().firstValue("location").orElseThrow()
                : response.body();
    }

    private String token(String base) throws Exception {
        String location = send(
                "GET",
                base + "/i/oauth2/authorize?"
                        + XClient.encode(XClient.query(
                                "response_type",
                                "code",
                                "client_id",
                                "parvis-demo",
                                "redirect_uri",
                                XClient.REDIRECT,
                                "scope",
                                XClient.ALL,
                                "state",
                                "s",
                                "code_challenge",
                                XClient.challenge(XClient.VERIFIER),
                                "code_challenge_method",
                                "S256",
                                "account",
                                "Acme")),
                "",
                "");
        String code = location.substring(location.indexOf("code=") + 5);
        String answer = send(
                "POST",
                base + "/2/oauth2/token",
                XClient.BASIC,
                XClient.encode(XClient.query(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        XClient.REDIRECT,
                        "code_verifier",
                        XClient.VERIFIER)));
        return "Bearer " + SmallWorld.JSON.readTree(answer).path("access_token").asText();
    }

    @Test
    void theJournalAndWhatWasWrittenSurviveAKill() throws Exception {
        Process first = start();
        String id;
        String token;
        try {
            JsonNode where = addresses(first);
            String base = where.at("/networks/twitter").asText();
            token = token(base);
            id = SmallWorld.JSON
                    .readTree(send("POST", base + "/2/tweets", token, "{\"text\":\"alive marker-k1\"}"))
                    .at("/data/id")
                    .asText();
            send(
                    "POST",
                    where.path("control").asText() + "/control/twitter/strangers/post",
                    "",
                    "{\"author\":\"zed\",\"text\":\"hello @Acme\"}");
        } finally {
            first.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        Process second = start();
        try {
            JsonNode where = addresses(second);
            String base = where.at("/networks/twitter").asText();
            JsonNode journal =
                    SmallWorld.JSON.readTree(send("GET", where.path("control").asText() + "/control/journal", "", ""));
            assertThat(journal).hasSize(1);
            assertThat(journal.get(0).path("remoteId").asText()).isEqualTo(id);
            assertThat(journal.get(0).path("marker").asText()).isEqualTo("k1");
            JsonNode post = SmallWorld.JSON.readTree(send("GET", base + "/2/tweets/" + id, token, ""));
            assertThat(post.at("/data/text").asText()).isEqualTo("alive marker-k1");
            JsonNode mentions = SmallWorld.JSON.readTree(
                    send("GET", base + "/2/users/" + SmallWorld.ACME + "/mentions", token, ""));
            assertThat(mentions.at("/data/0/text").asText()).isEqualTo("hello @Acme");
            String next = SmallWorld.JSON
                    .readTree(send("POST", base + "/2/tweets", token, "{\"text\":\"again\"}"))
                    .at("/data/id")
                    .asText();
            assertThat(Long.parseLong(next)).isGreaterThan(Long.parseLong(id));
        } finally {
            second.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }
}
