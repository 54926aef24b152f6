package org.parvis.toolkit.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

class CursorTest {
    @Test
    void whatWasMintedIsReadAgain() throws NetworkException {
        String text = Cursor.begin(1, "mentions")
                .with("high", "1880000000000000000")
                .with("time", "2026-11-20T10:00:00Z")
                .with("page", "gone")
                .with("page", null)
                .encode();
        Cursor cursor = Cursor.decode(text, 1, "mentions");
        assertThat(cursor.mark("high")).isEqualTo("1880000000000000000");
        assertThat(cursor.time("time")).isEqualTo(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(cursor.mark("page")).isNull();
        assertThat(cursor.encode()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "e30", "bm90IGpzb24", "W10"})
    void whatCannotBeReadIsInvalid(String text) {
        assertInvalid(text, 1, "mentions");
    }

    @Test
    void anotherVersionAnotherStreamAndAnOverlongOneAreInvalid() throws NetworkException {
        String text = Cursor.begin(1, "mentions").encode();
        assertInvalid(text, 2, "mentions");
        assertInvalid(text, 1, "timeline");
        assertInvalid("A".repeat(Cursor.MAX_LENGTH + 1), 1, "mentions");
    }

    @Test
    void anUnreadableTimeIsInvalid() throws NetworkException {
        String text = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        "{\"v\":1,\"s\":\"x\",\"t\":\"soon\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Cursor cursor = Cursor.decode(text, 1, "x");
        assertThatThrownBy(() -> cursor.time("t"))
                .asInstanceOf(InstanceOfAssertFactories.type(NetworkException.class))
                .extracting(NetworkException::kind)
                .isEqualTo(ErrorKind.CURSOR_INVALID);
    }

    @Test
    void aMarkThatDoesNotFitIsRefusedInsteadOfBeingCut() {
        assertThatThrownBy(() ->
                        Cursor.begin(1, "x").with("page", "p".repeat(2048)).encode())
                .isInstanceOf(NetworkException.class);
    }

    private static void assertInvalid(String text, int version, String stream) {
        assertThatThrownBy(() -> Cursor.decode(text, version, stream))
                .asInstanceOf(InstanceOfAssertFactories.type(NetworkException.class))
                .extracting(NetworkException::kind)
                .isEqualTo(ErrorKind.CURSOR_INVALID);
    }
}
