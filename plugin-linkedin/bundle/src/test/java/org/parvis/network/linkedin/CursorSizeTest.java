package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.paging.Cursor;

/** What is remembered of the counts, in the place a cursor has. */
class CursorSizeTest {
    private static final Instant NOW = FakeCall.NOW;
    private static final Duration WINDOW = Duration.ofMinutes(2);

    @Test
    void aCursorInTheMiddleOfTheLargestRoundFits() throws NetworkException {
        RoundState state = RoundState.open("comments", new FetchWindow(null, NOW, 100));
        for (int i = 0; i < 60; i++) {
            // each of them was found short of a comment, which is the longest there is to say
            state.known.read("urn:li:ugcPost:" + (7_400_000_000_000_000_000L + i * 977L), 99_999, 3, NOW);
        }
        for (int i = 0; i < 16; i++) {
            state.queue.add(new RoundState.Waiting("urn:li:share:" + (7_400_000_000_000_000_000L + i * 613L), 99_999));
        }
        state.begin(state.queue.remove());
        state.sweptAt = NOW;
        state.caughtUp = true;
        state.offset = 99_900;
        state.size = 100;
        state.parentsDone = 99;
        state.replyOffset = 1_000;
        String cursor = state.encode();
        assertThat(cursor).hasSizeLessThanOrEqualTo(Cursor.MAX_LENGTH);
        RoundState back = RoundState.open("comments", new FetchWindow(cursor, null, 100));
        assertThat(back.encode()).isEqualTo(cursor);
        assertThat(back.post).isEqualTo(state.post);
        assertThat(back.queue).containsExactlyElementsOf(state.queue);
    }

    @Test
    void onlyAnotherCountOrAFreshShortfallIsReadAgain() throws NetworkException {
        KnownCounts known = new KnownCounts();
        assertThat(known.differs("urn:li:share:1", 0, NOW, WINDOW)).isFalse();
        assertThat(known.differs("urn:li:share:1", 2, NOW, WINDOW)).isTrue();
        known.read("urn:li:share:1", 2, 2, NOW);
        known.read("urn:li:share:2", 5, 4, NOW);
        KnownCounts back = KnownCounts.decode(known.encode());
        assertThat(back.differs("urn:li:share:1", 2, NOW, WINDOW)).isFalse();
        assertThat(back.differs("urn:li:share:1", 1, NOW, WINDOW)).isTrue();
        assertThat(back.differs("urn:li:share:2", 5, NOW.plusSeconds(60), WINDOW))
                .isTrue();
        back.read("urn:li:share:2", 5, 4, NOW.plusSeconds(60));
        assertThat(back.differs("urn:li:share:2", 5, NOW.plusSeconds(121), WINDOW))
                .isFalse();
    }

    @Test
    void namesOfAnyFormComeBack() throws NetworkException {
        for (String name : List.of(
                "urn:li:share:7045020441609936898",
                "urn:li:ugcPost:1",
                "urn:li:share:9999999999999999999",
                "urn:li:share:0012",
                "urn:li:article:abc")) {
            assertThat(KnownCounts.name(KnownCounts.shorten(name))).isEqualTo(name);
        }
    }

    @Test
    void aCursorThatIsNotOursIsRefused() throws NetworkException {
        String foreign = Cursor.begin(1, "comments").with("k", "x?!").encode();
        assertThat(catchThrowableOfType(
                                NetworkException.class,
                                () -> RoundState.open("comments", new FetchWindow(foreign, null, 10)))
                        .kind())
                .isEqualTo(ErrorKind.CURSOR_INVALID);
    }
}
