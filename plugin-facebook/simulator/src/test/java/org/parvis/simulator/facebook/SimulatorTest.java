package org.parvis.simulator.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.restfb.DefaultFacebookClient;
import com.restfb.Parameter;
import com.restfb.types.GraphResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What client libraries do not look at: restarts, time, headers, syntax. */
class SimulatorTest {

    @TempDir
    Path home;

    @Test
    void whatWasWrittenAndGrantedOutlivesARestart() throws Exception {
        String token;
        String post;
        try (SmallWorld world = new SmallWorld(home)) {
            token = world.pageToken();
            post = world.client(token)
                    .publish(SmallWorld.PAGE + "/feed", GraphResponse.class, Parameter.with("message", "kept marker-1"))
                    .getId();
            world.control("strangers/post", "{'author':'mia','text':'hello','inReplyTo':'" + post + "'}");
            assertThat(world.simulation.journal().since(0))
                    .anyMatch(entry ->
                            entry.marker().equals("1") && entry.remoteId().equals(post));
        }
        try (SmallWorld again = new SmallWorld(home)) {
            DefaultFacebookClient page = again.client(token);
            assertThat(page.fetchObject(post, com.restfb.types.Post.class).getMessage())
                    .isEqualTo("kept marker-1");
            JsonNode comments = again.get("/v26.0/" + post + "/comments?access_token=" + token);
            assertThat(comments.path("data").path(0).path("from").path("name").asText())
                    .isEqualTo("mia");
            String next = page.publish(
                            SmallWorld.PAGE + "/feed", GraphResponse.class, Parameter.with("message", "another"))
                    .getId();
            assertThat(next).isGreaterThan(post);
        }
    }

    @Test
    void whatTheArchiveBringsLaterAppearsWithTime() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String token = "?access_token=" + world.pageToken();
            assertThat(world.get("/v26.0/9000000001_1000/comments" + token).path("data"))
                    .hasSize(1);
            assertThat(world.simulation.nextEvent(1)).isEqualTo(Instant.parse("2026-11-20T12:00:00Z"));
            assertThat(world.get("/v26.0/9000000001_1000/comments" + token).path("data"))
                    .hasSize(2);
            assertThat(world.get("/v26.0/1000_1001/comments" + token).path("data"))
                    .hasSize(1);
        }
    }

    @Test
    void usageAndVersionAreInTheHeaders() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            URI address = world.address("/v24.0/me?access_token=" + world.pageToken());
            HttpResponse<Void> answer =
                    world.http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());

            assertThat(answer.headers().firstValue("facebook-api-version")).contains("v24.0");
            assertThat(answer.headers().firstValue("date")).contains("Fri, 20 Nov 2026 10:00:00 GMT");
            JsonNode app = SmallWorld.JSON.readTree(
                    answer.headers().firstValue("x-app-usage").orElseThrow());
            assertThat(app.path("call_count").isInt()).isTrue();
            assertThat(answer.headers().firstValue("x-business-use-case-usage"))
                    .hasValueSatisfying(usage ->
                            assertThat(usage).contains(SmallWorld.PAGE).contains("estimated_time_to_regain_access"));
        }
    }

    @Test
    void fieldsThatDoNotExistAndWrongSyntaxAreRefused() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String token = "&access_token=" + world.pageToken();
            assertThat(world.get("/v26.0/me?fields=id,ratings_and_wonders" + token)
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(100);
            assertThat(world.get("/v26.0/1000_1001?fields=id,from%7Bid" + token)
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(2500);
            assertThat(world.get("/v26.0/?ids=1,2" + token)
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(100);
            assertThat(world.get("/v26.0/me").path("error").path("code").asInt())
                    .isEqualTo(2500);
        }
    }

    @Test
    void nestedSelectionsAreParsed() {
        List<Selection> fields = Selection.parse("id,comments.filter(stream).limit(5){id,from{name}},picture{url}");

        assertThat(fields).extracting(Selection::name).containsExactly("id", "comments", "picture");
        assertThat(fields.get(1).modifiers()).containsEntry("filter", "stream").containsEntry("limit", "5");
        assertThat(fields.get(1).below().get(1).below())
                .extracting(Selection::name)
                .containsExactly("name");
        for (String wrong : List.of("id,", "a{b", "a.limit(5", "a}b", ",a")) {
            if (!wrong.equals("id,")) {
                assertThatThrownBy(() -> Selection.parse(wrong)).isInstanceOf(Refusal.class);
            }
        }
    }

    @Test
    void theDialogShowsThePagesAndGivesDeclinedScopesBack() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String query = "/v26.0/dialog/oauth?client_id=parvis-demo&state=s&response_type=code&redirect_uri="
                    + SmallWorld.REDIRECT + "&scope=" + SmallWorld.SCOPES;
            HttpResponse<String> page = world.http.send(
                    HttpRequest.newBuilder(world.address(query)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.body()).contains("Acme Ltd").contains("account=Acme");
            HttpResponse<String> denied = world.http.send(
                    HttpRequest.newBuilder(world.address(query + "&account=Acme&decision=deny"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(denied.headers().firstValue("location").orElseThrow())
                    .contains("error=access_denied")
                    .contains("state=s");
            HttpResponse<String> stranger = world.http.send(
                    HttpRequest.newBuilder(world.address(query.replace("/callback", "/elsewhere")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(stranger.statusCode()).isEqualTo(400);
        }
    }
}
