package org.parvis.network.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkException;

/** The walk through a channel's threads: where it ends, what it asks for, and what it survives. */
class CommentStreamTest {
    private static final String NONE = "{\"items\":[]}";

    private static String thread(String id, String at, int count, String... replies) {
        StringBuilder embedded = new StringBuilder();
        for (String reply : replies) {
            embedded.append(embedded.isEmpty() ? "" : ",").append(comment(id + "." + reply, at));
        }
        return "{\"id\":\"" + id + "\",\"snippet\":{\"videoId\":\"v\",\"totalReplyCount\":" + count
                + ",\"topLevelComment\":" + comment(id, at) + "},\"replies\":{\"comments\":[" + embedded + "]}}";
    }

    private static String comment(String id, String at) {
        return "{\"id\":\"" + id + "\",\"snippet\":{\"textOriginal\":\"text of " + id
                + "\",\"authorDisplayName\":\"@jo\",\"authorChannelId\":{\"value\":\"UCjo\"},\"publishedAt\":\"" + at
                + "\"}}";
    }

    private static String list(String next, String... threads) {
        String token = next.isEmpty() ? "" : ",\"nextPageToken\":\"" + next + "\"";
        return "{\"items\":[" + String.join(",", threads) + "]" + token + "}";
    }

    private static FakeCall answering(String published) {
        return FakeCall.answering(request -> {
            boolean threads = request.operation().equals(Operations.THREADS_LIST)
                    && "published".equals(FakeCall.query(request).get("moderationStatus"));
            return FakeCall.response(200, Map.of(), threads ? published : NONE);
        });
    }

    private static List<InboxPage> round(FakeCall call, String cursor, Instant since) throws NetworkException {
        List<InboxPage> pages = new ArrayList<>();
        do {
            pages.add(new YoutubeInbox().fetch(call, InboxFeed.COMMENTS, new FetchWindow(cursor, since, 100)));
            cursor = pages.get(pages.size() - 1).nextCursor();
        } while (!pages.get(pages.size() - 1).complete());
        return pages;
    }

    private static List<String> ids(List<InboxPage> pages) {
        return pages.stream()
                .flatMap(page -> page.items().stream())
                .map(item -> item.id().value())
                .toList();
    }

    private static String last(List<InboxPage> pages) {
        return pages.get(pages.size() - 1).nextCursor();
    }

    @Test
    void aRoundEndsWhereTheOneBeforeBegan() throws Exception {
        FakeCall first =
                answering(list("", thread("a", "2026-11-22T10:00:00Z", 0), thread("b", "2026-11-01T10:00:00Z", 0)));
        List<InboxPage> pages = round(first, null, null);
        assertThat(ids(pages)).containsExactly("a", "b");
        assertThat(first.requests).as("published, held, spam").hasSize(3);
        String more = list("more", thread("c", "2026-11-22T11:30:00Z", 0), thread("b", "2026-11-01T10:00:00Z", 0));
        FakeCall second = answering(more);
        assertThat(ids(round(second, last(pages), null))).containsExactly("c");
        assertThat(second.requests)
                .as("one page, and nothing held back so soon")
                .hasSize(1);
    }

    @Test
    void onlyWhatIsAskedForIsReadAtFirst() throws Exception {
        String published = list("more", thread("a", "2026-11-22T10:00:00Z", 0), thread("b", "2026-11-01T10:00:00Z", 0));
        assertThat(ids(round(answering(published), null, Instant.parse("2026-11-20T00:00:00Z"))))
                .containsExactly("a");
    }

    @Test
    void onceADayItGoesThirtyDaysBack() throws Exception {
        FakeCall first = answering(list("", thread("a", "2026-11-22T10:00:00Z", 0)));
        String cursor = last(round(first, null, null));
        String published = list("", thread("a", "2026-11-22T10:00:00Z", 0), thread("late", "2026-11-02T10:00:00Z", 0));
        FakeCall soon = answering(published);
        soon.now = FakeCall.NOW.plusSeconds(3_600);
        assertThat(ids(round(soon, cursor, null))).doesNotContain("late");
        FakeCall tomorrow = answering(published);
        tomorrow.now = FakeCall.NOW.plusSeconds(90_000);
        assertThat(ids(round(tomorrow, cursor, null))).contains("late");
    }

    @Test
    void repliesAreFetchedWhereTheListKeepsSomeBackAndNotAgainUntilThereAreMore() throws Exception {
        String five = thread("t", "2026-11-22T10:00:00Z", 7, "a", "b", "c", "d", "e");
        FakeCall first = FakeCall.answering(request -> FakeCall.response(
                200,
                Map.of(),
                request.operation().equals(Operations.COMMENTS_LIST)
                        ? "{\"items\":[" + comment("t.a", "2026-11-22T10:00:00Z") + ","
                                + comment("t.f", "2026-11-22T10:00:00Z") + "," + comment("t.g", "2026-11-22T10:00:00Z")
                                + "]}"
                        : "published".equals(FakeCall.query(request).get("moderationStatus")) ? list("", five) : NONE));
        List<InboxPage> pages = round(first, null, null);
        assertThat(ids(pages)).containsExactlyInAnyOrder("t", "t.a", "t.b", "t.c", "t.d", "t.e", "t.f", "t.g");
        FakeCall second = answering(list("", five));
        round(second, last(pages), null);
        assertThat(second.requests).noneMatch(r -> r.operation().equals(Operations.COMMENTS_LIST));
        FakeCall third = answering(list("", thread("t", "2026-11-22T10:00:00Z", 8, "a", "b", "c", "d", "e")));
        round(third, last(pages), null);
        assertThat(third.requests).anyMatch(r -> r.operation().equals(Operations.COMMENTS_LIST));
    }

    @Test
    void cursorsStaySmallHoweverManyLongThreadsThereAre() throws Exception {
        List<String> threads = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            threads.add(thread("Ugx" + "x".repeat(20) + i, "2026-11-22T10:00:00Z", 1_000_000 + i));
        }
        List<InboxPage> pages = round(answering(list("", threads.toArray(String[]::new))), null, null);
        assertThat(pages).allSatisfy(page -> assertThat(page.nextCursor()).hasSizeLessThan(2048));
    }

    @Test
    void foreignCursorsAndPagesThatFollowThemselvesAreNoticed() throws Exception {
        FakeCall call = answering(list("same", thread("a", "2026-11-22T10:00:00Z", 0)));
        NetworkException loop = catchThrowableOfType(NetworkException.class, () -> round(call, null, null));
        assertThat(loop.kind()).isEqualTo(ErrorKind.TRANSIENT);
        for (String cursor : List.of("nonsense", "e30", "eyJ2Ijo5fQ")) {
            NetworkException foreign = catchThrowableOfType(NetworkException.class, () -> round(call, cursor, null));
            assertThat(foreign.kind()).isEqualTo(ErrorKind.CURSOR_INVALID);
        }
        FakeCall gone = FakeCall.answering(
                400, "{'error':{'code':400,'message':'x','errors':[{'reason':'invalidPageToken'}]}}");
        NetworkException expired = catchThrowableOfType(NetworkException.class, () -> round(gone, null, null));
        assertThat(expired.kind()).isEqualTo(ErrorKind.CURSOR_INVALID);
    }

    @Test
    void whatIsMissingOrOddLosesNothingElse() throws Exception {
        String odd = "{\"items\":[null,7,{},{\"snippet\":null},{\"snippet\":{\"topLevelComment\":{\"id\":\"bare\"}}},"
                + "{\"id\":\"x\",\"snippet\":{\"topLevelComment\":{\"id\":\"gone\",\"snippet\":{\"textDisplay\":\"left\","
                + "\"authorDisplayName\":\"\",\"moderationStatus\":\"somethingNew\",\"publishedAt\":\"never\"}}}},"
                + thread("good", "2026-11-22T10:00:00Z", 0) + "],\"unknown\":{}}";
        List<InboxPage> pages = round(answering(odd), null, null);
        assertThat(ids(pages)).containsExactly("bare", "gone", "good");
        InboxItem gone = pages.get(0).items().get(1);
        assertThat(gone.text()).isEqualTo("left");
        assertThat(gone.author().id()).hasToString("unknown:gone");
        assertThat(gone.author().displayName()).isNotBlank();
    }
}
