package org.parvis.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureChangesTest {
    private static final List<String> RELEASED = List.of(
            "public consumer interface org.parvis.spi.Painter",
            "    default void varnish(java.lang.String)",
            "    void paint(java.lang.String)",
            "public provider interface org.parvis.spi.Palette",
            "    int colours()",
            "public final record org.parvis.spi.Stroke",
            "    java.lang.String colour()",
            "    new(java.lang.String)",
            "public final enum org.parvis.spi.Brush",
            "    constant FLAT");

    private static SignatureChanges after(String... edits) {
        List<String> now = new ArrayList<>(RELEASED);
        for (String edit : edits) {
            String[] parts = edit.split(" -> ", -1);
            int place = now.indexOf(parts[0]);
            if (place < 0) {
                throw new IllegalArgumentException(edit);
            }
            now.remove(place);
            now.addAll(place, List.of(parts[1].split(" & ")));
            now.removeIf(String::isEmpty);
        }
        return SignatureChanges.between(RELEASED, now);
    }

    @Test
    void nothingChanged() {
        assertThat(after().breaking()).isEmpty();
        assertThat(after().additions()).isEmpty();
    }

    @Test
    void whatIsTakenAwayBreaks() {
        assertThat(after("    int colours() -> ").breaking())
                .containsExactly("org.parvis.spi.Palette no longer has \"int colours()\"");
        assertThat(after("    constant FLAT -> ").breaking()).hasSize(1);
        assertThat(after("    new(java.lang.String) ->     new(java.lang.String, int)")
                        .breaking())
                .containsExactly("org.parvis.spi.Stroke no longer has \"new(java.lang.String)\"");
        assertThat(SignatureChanges.between(RELEASED, RELEASED.subList(0, 8)).breaking())
                .containsExactly("org.parvis.spi.Brush is gone");
    }

    @Test
    void whatPluginsMustImplementMayNotGrow() {
        SignatureChanges changes =
                after("    void paint(java.lang.String) ->     void paint(java.lang.String) &     void sign(int)");
        assertThat(changes.breaking())
                .containsExactly(
                        "org.parvis.spi.Painter, which plugins implement, demands \"void sign(int)\" without a default");
        assertThat(after("    default void varnish(java.lang.String) ->     void varnish(java.lang.String)")
                        .breaking())
                .isNotEmpty();
    }

    @Test
    void whatThePlatformImplementsMayGrow() {
        SignatureChanges changes = after("    int colours() ->     int colours() &     int shades()");
        assertThat(changes.breaking()).isEmpty();
        assertThat(changes.additions()).containsExactly("org.parvis.spi.Palette: int shades()");
    }

    @Test
    void defaultsConstantsConstructorsAndTypesAreAdditions() {
        SignatureChanges changes = after(
                "    void paint(java.lang.String) ->     void paint(java.lang.String) &     default void sign(int)",
                "    constant FLAT ->     constant FLAT &     constant ROUND",
                "    new(java.lang.String) ->     int width() &     new(java.lang.String) &     new(java.lang.String, int)");
        assertThat(changes.breaking()).isEmpty();
        assertThat(changes.additions()).hasSize(4);
        List<String> more = new ArrayList<>(RELEASED);
        more.add("public final record org.parvis.spi.Frame");
        assertThat(SignatureChanges.between(RELEASED, more).additions()).hasSize(1);
    }

    @Test
    void aBodyForWhatHadToBeImplementedBreaksNothing() {
        SignatureChanges changes =
                after("    void paint(java.lang.String) ->     default void paint(java.lang.String)");
        assertThat(changes.breaking()).isEmpty();
    }

    @Test
    void whatATypeIsMayNotChange() {
        assertThat(after("public final record org.parvis.spi.Stroke -> public sealed interface org.parvis.spi.Stroke")
                        .breaking())
                .isNotEmpty();
        assertThat(after(
                                "public provider interface org.parvis.spi.Palette -> public consumer interface org.parvis.spi.Palette")
                        .breaking())
                .isNotEmpty();
    }
}
