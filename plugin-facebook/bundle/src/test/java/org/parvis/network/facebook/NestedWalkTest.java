package org.parvis.network.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

class NestedWalkTest {

    private final FacebookInbox inbox = new FacebookInbox();

    /** Ten posts with two comments each, of which one comes along; every mark is as long as Meta makes them. */
    private static HttpResponse script(HttpRequest request) {
        String path = request.address().getPath();
        Map<String, String> query = FakeCall.query(request);
        if (path.endsWith("/video_reels")) {
            return FakeCall.json(200, "{'data':[]}");
        }
        if (path.endsWith("/published_posts")) {
            List<String> posts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                posts.add("{'id':'100200300_" + i + "','created_time':'2026-11-20T10:00:00+0000','comments':"
                        + comments(i, 0, mark(i)) + "}");
            }
            return FakeCall.json(200, "{'data':[" + String.join(",", posts) + "]}");
        }
        int post = Integer.parseInt(path.replaceFirst(".*_(\\d+)/comments$", "$1"));
        String after = query.get("after");
        if (after == null) {
            return FakeCall.json(200, comments(post, 0, mark(post)));
        }
        assertThat(after).isEqualTo(mark(post));
        return FakeCall.json(200, comments(post, 1, null));
    }

    private static String mark(int post) {
        return "QVFI" + "x,:=".repeat(45) + post;
    }

    private static String comments(int post, int number, String after) {
        String paging = after == null
                ? "{'cursors':{'after':'end'}}"
                : "{'cursors':{'after':'" + after + "'},'next':'https://graph.facebook.com/next'}";
        return "{'data':[{'id':'" + post + "_" + number + "','message':'c','created_time':'2026-11-21T10:00:00+0000',"
                + "'from':{'id':'77'}}],'paging':" + paging + "}";
    }

    @Test
    void nothingIsLostAndNothingComesTwiceWhereMarksAreTooManyForTheCursor() throws Exception {
        FakeCall call = FakeCall.answering(NestedWalkTest::script);
        List<String> read = new ArrayList<>();
        String cursor = null;
        boolean complete = false;
        while (!complete) {
            InboxPage page = inbox.fetch(call, InboxFeed.COMMENTS, new FetchWindow(cursor, null, 50));
            page.items().forEach(item -> {
                read.add(item.id().value());
                assertThat(item.inReplyTo().value())
                        .isEqualTo("100200300_" + item.id().value().charAt(0));
            });
            cursor = page.nextCursor();
            assertThat(cursor.length()).isLessThanOrEqualTo(2048);
            complete = page.complete();
        }
        assertThat(read).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void anotherFeedsCursorAndOneThatIsNoneAreRefused() throws Exception {
        FakeCall call = FakeCall.answering(NestedWalkTest::script);
        String cursor = inbox.fetch(call, InboxFeed.COMMENTS, new FetchWindow(null, null, 50))
                .nextCursor();
        for (String wrong : List.of(cursor, "nonsense")) {
            assertThat(catchThrowableOfType(
                                    NetworkException.class,
                                    () -> inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(wrong, null, 50)))
                            .kind())
                    .isEqualTo(ErrorKind.CURSOR_INVALID);
        }
    }

    @Test
    void theProofAndTheVersionAreInEveryRequest() throws Exception {
        FakeCall call = FakeCall.answering(NestedWalkTest::script);
        inbox.fetch(call, InboxFeed.COMMENTS, new FetchWindow(null, null, 50));

        assertThat(call.last().address().getPath()).startsWith("/v26.0/");
        assertThat(FakeCall.query(call.last())).containsKey("appsecret_proof").doesNotContainKey("access_token");
        assertThat(call.last().headers()).containsEntry("Authorization", "Bearer " + FakeCall.TOKEN);
        assertThat(Graph.version("25.0")).isEqualTo("v25.0");
        assertThat(Graph.version(" V24 ")).isEqualTo("v24.0");
    }
}
