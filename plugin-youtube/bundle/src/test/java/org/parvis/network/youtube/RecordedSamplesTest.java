package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.KnownItem;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.MetricQuery;
import org.parvis.toolkit.json.Json;

/** What YouTube really answered to others is understood; read where it lies, never copied. */
class RecordedSamplesTest {
    private static String sample(String name) throws Exception {
        return Files.readString(Shared.path("networks/fixtures/youtube/python-youtube/testdata/" + name));
    }

    private static FakeCall answering(String... names) throws Exception {
        String[] bodies = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            bodies[i] = sample(names[i]);
        }
        int[] next = {0};
        return FakeCall.answering(
                request -> FakeCall.response(200, java.util.Map.of(), bodies[Math.min(next[0]++, bodies.length - 1)]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modeldata/comments/comment_thread_api_response.json",
                "apidata/comment_threads/comment_threads_all_to_me.json",
                "apidata/comment_threads/comment_threads_by_channel.json",
                "apidata/comment_threads/comment_threads_with_search.json"
            })
    void threadsAreRead(String name) throws Exception {
        JsonNode recorded = Json.parse(sample(name)).orElseThrow();
        String threads = sample(name);
        FakeCall call = FakeCall.answering(request -> FakeCall.response(
                200,
                java.util.Map.of(),
                request.operation().equals(Operations.THREADS_LIST) ? threads : "{\"items\":[]}"));
        InboxPage page = new YoutubeInbox().fetch(call, InboxFeed.COMMENTS, new FetchWindow(null, null, 1_000));
        List<String> tops = Json.list(recorded, "items").stream()
                .map(thread -> thread.path("id").asText())
                .toList();
        assertThat(page.items()).extracting(item -> item.id().value()).containsAll(tops);
        assertThat(page.items()).allSatisfy(item -> {
            assertThat(item.text()).isNotBlank();
            assertThat(item.author().displayName()).isNotBlank();
            assertThat(item.conversation().value())
                    .isEqualTo(Comment.top(item.id().value()));
        });
    }

    @Test
    void commentsAskedForByTheirIdsAreRead() throws Exception {
        JsonNode recorded =
                Json.parse(sample("apidata/comments/comments_multi.json")).orElseThrow();
        List<RemoteId> ids = Json.list(recorded, "items").stream()
                .map(item -> new RemoteId(item.path("id").asText()))
                .toList();
        int[] next = {0};
        String comments = sample("apidata/comments/comments_multi.json");
        FakeCall call = FakeCall.answering(
                request -> FakeCall.response(200, java.util.Map.of(), next[0]++ == 0 ? comments : "{\"items\":[]}"));
        var recheck = new YoutubeInbox()
                .recheckItems(
                        call,
                        ids.stream()
                                .map(id -> new KnownItem(id, ItemKind.COMMENT, false))
                                .toList());
        assertThat(recheck.changed()).extracting(InboxItem::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(recheck.removed()).isEmpty();
    }

    @Test
    void channelsAreRead() throws Exception {
        List<LinkableAccount> accounts = new YoutubeLinker().listAccounts(answering("apidata/channels/info.json"));
        assertThat(accounts).singleElement().satisfies(account -> {
            assertThat(account.id()).hasToString("UC_x5XG1OV2P6uZZ5FSM9Ttw");
            assertThat(account.handle()).isEqualTo("googledevelopers");
            assertThat(account.displayName()).isEqualTo("Google Developers");
            assertThat(account.picture()).isNotNull();
        });
    }

    @Test
    void uploadsAndTheirFilmsAreRead() throws Exception {
        String item = sample("apidata/playlist_items/playlist_items_paged_1.json");
        String film = sample("apidata/videos/videos_info_multi.json");
        FakeCall call = FakeCall.answering(request -> FakeCall.response(
                200,
                java.util.Map.of(),
                switch (request.operation()) {
                    case Operations.CHANNELS_LIST ->
                        "{\"items\":[{\"contentDetails\":{\"relatedPlaylists\":{\"uploads\":\"UU\"}}}]}";
                    case Operations.PLAYLIST_ITEMS_LIST -> item;
                    default -> film;
                }));
        var page = new YoutubeTimeline().fetch(call, new FetchWindow(null, null, 50));
        assertThat(page.posts()).isNotEmpty();
        assertThat(page.posts()).extracting(RemotePost::text).allMatch(text -> !text.isBlank());
        assertThat(page.nextCursor()).isNotNull();
        assertThat(page.complete()).isFalse();
    }

    @Test
    void figuresOfFilmsAreRead() throws Exception {
        FakeCall call = answering("modeldata/videos/video_api_response.json", "error_response_simple.json");
        JsonNode recorded =
                Json.parse(sample("modeldata/videos/video_api_response.json")).orElseThrow();
        String id = recorded.at("/items/0/id").asText();
        var samples = new YoutubeAnalytics()
                .collect(call, new MetricQuery(List.of(new RemoteId(id)), call.now.minusSeconds(86_400), call.now));
        assertThat(samples).anySatisfy(s -> {
            assertThat(s.metric()).isEqualTo("video.views");
            assertThat(s.value()).isPositive();
        });
    }

    @Test
    void errorsAreUnderstood() throws Exception {
        for (String name :
                List.of("apidata/error_permission_resp.json", "error_response.json", "error_response_simple.json")) {
            String body = sample(name);
            int status = Json.whole(Json.at(Json.parse(body).orElseThrow(), "error"), "code")
                    .orElse(400L)
                    .intValue();
            FakeCall call = FakeCall.answering(r -> FakeCall.response(status, java.util.Map.of(), body));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> new YoutubeLinker().listAccounts(call)))
                    .as(name)
                    .isInstanceOf(org.parvis.spi.NetworkException.class)
                    .hasMessageContaining("YouTube refused");
        }
    }
}
