package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.parvis.model.Variant;

class TwitterTextTest {
    /** The library's own conformance suite; the older one without the emoji discount only where no emoji is in it. */
    @TestFactory
    Stream<DynamicTest> weightsAreThoseOfTheConformanceSuite() throws IOException {
        JsonNode suites = new YAMLMapper()
                .readTree(Shared.path("networks/fixtures/twitter-text/validate.yml")
                        .toFile())
                .get("tests");
        List<DynamicTest> tests = new ArrayList<>();
        for (String suite :
                List.of("WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")) {
            for (JsonNode example : suites.get(suite)) {
                JsonNode expected = example.get("expected");
                tests.add(dynamicTest(suite + ": " + example.get("description").asText(), () -> {
                    String text = example.get("text").asText();
                    int weight = TwitterText.weight(text);
                    assertThat(weight).isEqualTo(expected.get("weightedLength").asInt());
                    boolean fits = weight <= 280
                            && TwitterText.violations(Variant.ofText(text)).isEmpty();
                    assertThat(fits).isEqualTo(expected.get("valid").asBoolean());
                }));
            }
        }
        assertThat(tests).hasSize(24);
        return tests.stream();
    }

    @Test
    void emojiLinksAndComposedLettersWeighWhatXSays() {
        assertThat(TwitterText.weight("👩‍👩‍👧‍👦")).isEqualTo(2);
        assertThat(TwitterText.weight("e\u0301")).isEqualTo(1);
        assertThat(TwitterText.weight("https://example.com/" + "a".repeat(100))).isEqualTo(23);
        assertThat(TwitterText.weight("の")).isEqualTo(2);
        assertThat(TwitterText.weight("")).isZero();
    }

    @Test
    void aHugeTextIsMeasuredInNoTime() {
        String huge = "http://a.".repeat(1_100_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(TwitterText.weight(huge)).isGreaterThan(280));
    }

    @Test
    void escapesAreUndoneOnce() {
        assertThat(TwitterText.compare("&lt;b>", "&amp;lt;b&gt;", Map.of())).isEqualTo(TwitterText.Likeness.SAME);
        assertThat(TwitterText.compare("<b>", "&amp;lt;b&gt;", Map.of())).isEqualTo(TwitterText.Likeness.DIFFERENT);
    }

    @Test
    void aPatternInATextIsOnlyText() {
        assertThat(TwitterText.compare("a.*(b \\E https://x.example", "a.*(b \\E https://t.co/1", Map.of()))
                .isEqualTo(TwitterText.Likeness.UNDECIDED);
        assertThat(TwitterText.compare("$1 é", "$1 e\u0301 ", Map.of())).isEqualTo(TwitterText.Likeness.SAME);
    }
}
