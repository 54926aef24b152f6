package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** Whatever arrives while somebody reads, page by page, must be read in the end. */
class PagingTest {
    /** A list as X keeps one: newest first, entries appearing late, pages cut by a token that names the next id. */
    private static final class Wall {
        record Entry(long id, Instant written, Instant visible) {}

        final List<Entry> entries = new ArrayList<>();
        Instant now = FakeCall.NOW;

        HttpResponse answer(HttpRequest request) {
            Map<String, String> query = FakeCall.query(request);
            long since = Long.parseLong(query.getOrDefault("since_id", "0"));
            long below = Long.parseLong(query.getOrDefault("pagination_token", Long.toString(Long.MAX_VALUE)));
            Instant from = Instant.parse(query.getOrDefault("start_time", "1970-01-01T00:00:00Z"));
            int size = Integer.parseInt(query.get("max_results"));
            List<Entry> listed = entries.stream()
                    .filter(e -> e.id < below && e.id > since && !e.written.isBefore(from) && !e.visible.isAfter(now))
                    .sorted((a, b) -> Long.compare(b.id, a.id))
                    .limit(size + 1L)
                    .toList();
            String data = listed.stream()
                    .limit(size)
                    .map(e -> "{'id':'" + e.id + "','author_id':'777','sender_id':'777','text':'t','created_at':'"
                            + e.written + "'}")
                    .collect(Collectors.joining(","));
            String token = listed.size() > size ? "'next_token':'" + listed.get(size - 1).id + "'" : "";
            return FakeCall.json(200, "{'data':[" + data + "],'meta':{" + token + "}}");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothingIsLostWhileNewPostsArriveAndAppearLate(long seed) throws NetworkException {
        for (InboxFeed feed : new TwitterInbox().feeds()) {
            Random random = new Random(seed);
            Wall wall = new Wall();
            FakeCall call = FakeCall.answering(wall::answer);
            Set<String> seen = new LinkedHashSet<>();
            String cursor = null;
            long id = 1_000_000;
            for (int step = 0; step < 60; step++) {
                int arriving = random.nextInt(12);
                for (int i = 0; i < arriving; i++) {
                    wall.now = wall.now.plusMillis(random.nextInt(4000));
                    Instant visible = wall.now.plusSeconds(random.nextInt(60));
                    wall.entries.add(new Wall.Entry(id += 1 + random.nextInt(5), wall.now, visible));
                }
                call.now = wall.now;
                // A new instance each time: nothing may be kept but the cursor.
                InboxPage page =
                        new TwitterInbox().fetch(call, feed, new FetchWindow(cursor, null, 5 + random.nextInt(10)));
                page.items().forEach(item -> seen.add(item.id().value()));
                cursor = page.nextCursor();
            }
            wall.now = wall.now.plus(Duration.ofMinutes(5));
            call.now = wall.now;
            drain(call, feed, cursor, seen);
            Set<String> written =
                    wall.entries.stream().map(e -> Long.toString(e.id)).collect(Collectors.toSet());
            assertThat(seen).as("%s, seed %d", feed, seed).containsExactlyInAnyOrderElementsOf(written);
        }
    }

    /** Reads to the end of the round under way, and one more for what came in above it. */
    private static void drain(FakeCall call, InboxFeed feed, String cursor, Set<String> seen) throws NetworkException {
        String current = cursor;
        int rounds = 0;
        for (int i = 0; i < 500 && rounds < 2; i++) {
            InboxPage page = new TwitterInbox().fetch(call, feed, new FetchWindow(current, null, 20));
            page.items().forEach(item -> seen.add(item.id().value()));
            current = page.nextCursor();
            rounds += page.complete() ? 1 : 0;
        }
        assertThat(rounds).as("the feed comes to an end").isEqualTo(2);
    }

    @Test
    void theMarkStaysUntilTheRoundHasReachedItsEnd() throws NetworkException {
        Wall wall = new Wall();
        for (int i = 1; i <= 25; i++) {
            wall.entries.add(new Wall.Entry(i, FakeCall.NOW.minusSeconds(86_400 - i), Instant.EPOCH));
        }
        FakeCall call = FakeCall.answering(wall::answer);
        TwitterInbox inbox = new TwitterInbox();
        InboxPage first = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 10));
        InboxPage again = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 10));
        assertThat(again)
                .as("the same cursor twice is harmless")
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(first.complete()).isFalse();
        InboxPage second = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(first.nextCursor(), null, 10));
        assertThat(FakeCall.query(call.last()))
                .containsEntry("pagination_token", "16")
                .doesNotContainKey("since_id");
        InboxPage third = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(second.nextCursor(), null, 10));
        assertThat(third.complete()).isTrue();
        inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(third.nextCursor(), null, 10));
        assertThat(FakeCall.query(call.last())).containsEntry("since_id", "25").doesNotContainKey("pagination_token");
    }

    @Test
    void aQuietFeedKeepsTheTimeItBegan() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'meta':{'result_count':0}}");
        Instant since = Instant.parse("2026-11-21T00:00:00Z");
        InboxPage page = new TwitterInbox().fetch(call, InboxFeed.COMMENTS, new FetchWindow(null, since, 10));
        new TwitterInbox().fetch(call, InboxFeed.COMMENTS, new FetchWindow(page.nextCursor(), null, 10));
        assertThat(FakeCall.query(call.last())).containsEntry("start_time", "2026-11-21T00:00:00Z");
    }

    @Test
    void theSearchNeverAsksForWhatLiesBeyondItsSevenDays() throws NetworkException {
        Wall wall = new Wall();
        wall.entries.add(new Wall.Entry(7, FakeCall.NOW.minus(Duration.ofDays(1)), Instant.EPOCH));
        FakeCall call = FakeCall.answering(wall::answer);
        TwitterInbox inbox = new TwitterInbox();
        Instant longAgo = FakeCall.NOW.minus(Duration.ofDays(90));
        InboxPage page = inbox.fetch(call, InboxFeed.COMMENTS, new FetchWindow(null, longAgo, 10));
        assertThat(FakeCall.query(call.last())).doesNotContainKey("start_time");
        call.now = FakeCall.NOW.plus(Duration.ofDays(8));
        wall.now = call.now;
        InboxPage later = inbox.fetch(call, InboxFeed.COMMENTS, new FetchWindow(page.nextCursor(), null, 10));
        assertThat(FakeCall.query(call.last())).doesNotContainKey("since_id");
        assertThat(later.items())
                .as("what is known already is not handed over again")
                .isEmpty();
        assertThat(later.complete()).isTrue();
    }

    @Test
    void aPageThatFollowsItselfIsNotTheEnd() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'data':[{'id':'5','author_id':'7'}],'meta':{'next_token':'again'}}");
        TwitterInbox inbox = new TwitterInbox();
        InboxPage page = inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 10));
        NetworkException circle = catchThrowableOfType(
                NetworkException.class,
                () -> inbox.fetch(call, InboxFeed.MENTIONS, new FetchWindow(page.nextCursor(), null, 10)));
        assertThat(circle.kind()).isEqualTo(ErrorKind.TRANSIENT);
    }

    @Test
    void aCursorOfAnotherFeedOrOfNobodyIsInvalid() throws NetworkException {
        FakeCall call = FakeCall.answering(200, "{'meta':{}}");
        String mentions = new TwitterInbox()
                .fetch(call, InboxFeed.MENTIONS, new FetchWindow(null, null, 10))
                .nextCursor();
        for (String cursor : List.of(mentions, "nonsense")) {
            NetworkException invalid = catchThrowableOfType(
                    NetworkException.class,
                    () -> new TwitterInbox().fetch(call, InboxFeed.COMMENTS, new FetchWindow(cursor, null, 10)));
            assertThat(invalid.kind()).isEqualTo(ErrorKind.CURSOR_INVALID);
        }
    }
}
