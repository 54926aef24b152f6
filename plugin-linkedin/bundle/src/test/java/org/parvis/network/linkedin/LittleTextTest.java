package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.toolkit.json.Json;

class LittleTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "plain ¦ plain",
                "a (b) [c] {d} <e> ¦ a \\(b\\) \\[c\\] \\{d\\} \\<e\\>",
                "a_b *c* ~d~ | e@f \\ ¦ a\\_b \\*c\\* \\~d\\~ \\| e\\@f \\\\",
                "see #news now ¦ see #news now",
                "C# and #1 and ##x ¦ C\\# and \\#1 and \\##x",
                "#été2026! ¦ #été2026!",
                "by @[Acme (Ltd\\)](urn:li:organization:1) ¦ by @[Acme (Ltd\\)](urn:li:organization:1)",
                "@[no urn](https://x) ¦ \\@\\[no urn\\]\\(https://x\\)",
            })
    void reservedSignsAreEscapedUnlessTheyMeanSomething(String written, String sent) {
        assertThat(LittleText.escape(written)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "Text with {hashtag|\\#|tag} and @[Acme](urn:li:organization:1) ¦ Text with #tag and Acme",
                "{hashtag|#|tag_with} ¦ #tag_with",
                "a \\(b\\) \\\\ c ¦ a (b) \\ c",
                "@[A \\[B\\]](urn:li:person:x-Y_1) ¦ A [B]",
                "{not one} ¦ {not one}",
                "ends with \\ ¦ ends with \\"
            })
    void commentariesAreReadAsPeopleSeeThem(String commentary, String plain) {
        assertThat(LittleText.plain(commentary)).isEqualTo(plain);
    }

    @Test
    void whatLinkedinMakesOfATextIsStillTheText() {
        assertThat(LittleText.same("Hi #all (of you)", "Hi {hashtag|\\#|all} \\(of you\\)"))
                .isTrue();
        assertThat(LittleText.same("Hi #all\r\nyou ", "Hi {hashtag|\\#|all}\nyou"))
                .isTrue();
        assertThat(LittleText.same("Hi all", "Hi {hashtag|\\#|all}")).isFalse();
    }

    /** Whatever people write comes back as they wrote it. */
    @Test
    void nastyTextsSurviveTheWayThereAndBack() throws Exception {
        JsonNode texts = Json.parse(Files.readAllBytes(Shared.path("data/strings/blns.json")))
                .orElseThrow();
        assertThat(texts).hasSizeGreaterThan(400);
        for (JsonNode text : texts) {
            String escaped = LittleText.escape(text.asText());
            assertThat(LittleText.plain(escaped)).isEqualTo(text.asText());
        }
    }
}
