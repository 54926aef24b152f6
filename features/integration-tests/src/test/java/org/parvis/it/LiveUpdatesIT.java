package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Live updates reach whom they concern, and nobody else. */
@SharedWorld
class LiveUpdatesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What one listener hears, until the platform ends the stream. */
    private record Listener(List<String> lines, CompletableFuture<Void> end) {}

    private static Listener listen(World world, Api api) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.address() + "/api/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Cookie", Api.COOKIE + "=" + api.session())
                .build();
        HttpResponse<Stream<String>> response = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> end =
                CompletableFuture.runAsync(() -> response.body().forEach(lines::add));
        await().atMost(Duration.ofSeconds(10)).until(() -> lines.contains("event: ready"));
        return new Listener(lines, end);
    }

    private static void markUnread(Api api, String conversation, boolean unread) throws Exception {
        Api.Answer answer = api.call(
                "PATCH",
                "/v1/conversations/" + conversation,
                Api.JSON.createObjectNode().put("unread", unread));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @Test
    void hintsStayInTheirWorkspaceAndEndWithTheLogin(World world) throws Exception {
        Api owner = world.owner();
        Api stranger = world.stranger();
        String conversation = world.ids().get("conversation");
        markUnread(owner, conversation, false);
        Listener own = listen(world, owner);
        Listener foreign = listen(world, stranger);
        markUnread(owner, conversation, true);
        await().atMost(Duration.ofSeconds(10)).until(() -> heard(own, conversation) >= 1);
        markUnread(owner, conversation, false);
        // One thread serves all listeners in turn: with the second hint here, the first has been everywhere.
        await().atMost(Duration.ofSeconds(10)).until(() -> heard(own, conversation) >= 2);
        assertThat(own.lines()).contains("event: inbox.conversation_changed");
        assertThat(stranger.call("DELETE", "/v1/session", null).status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(40)).until(foreign.end()::isDone);
        assertThat(foreign.lines())
                .allMatch(line -> line.isBlank()
                        || line.startsWith(":")
                        || line.equals("event: ready")
                        || line.equals("data: {}"));
        assertThat(owner.call("DELETE", "/v1/session", null).status()).isEqualTo(204);
        await().atMost(Duration.ofSeconds(40)).until(own.end()::isDone);
    }

    private static long heard(Listener listener, String id) {
        return listener.lines().stream()
                .filter(line -> line.startsWith("data:") && line.contains(id))
                .count();
    }

    @Test
    void oneMayNotOpenStreamsWithoutEnd(World world) throws Exception {
        Api viewer = world.viewer();
        int refused = 0;
        for (int i = 0; i < 25 && refused == 0; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(world.address() + "/api/v1/events"))
                    .header("Cookie", Api.COOKIE + "=" + viewer.session())
                    .build();
            HttpResponse<Stream<String>> response = HTTP.send(request, HttpResponse.BodyHandlers.ofLines());
            refused = response.statusCode() == 200 ? 0 : response.statusCode();
        }
        assertThat(refused).isEqualTo(429);
        viewer.call("DELETE", "/v1/session", null);
    }
}
