package social.example.bluesky;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RichTextTest {
    private static final Map<String, String> PEOPLE =
            Map.of("jo.example", "did:plc:jo", "a-b.example.org", "did:plc:ab");

    /** What is marked, as the network cuts it out of the bytes, and as what. */
    private static List<String> marked(String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> marked = new ArrayList<>();
        for (JsonNode facet : RichText.facets(text, handle -> Optional.ofNullable(PEOPLE.get(handle)))) {
            int start = facet.path("index").path("byteStart").asInt();
            int end = facet.path("index").path("byteEnd").asInt();
            JsonNode feature = facet.path("features").path(0);
            String kind = feature.path("$type").asText().replaceFirst(".*#", "");
            String value = feature.path("uri")
                    .asText(feature.path("did").asText(feature.path("tag").asText()));
            marked.add(new String(bytes, start, end - start, StandardCharsets.UTF_8) + " " + kind + " " + value);
        }
        return marked;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "See https://a.example/x?y=1#z now | https://a.example/x?y=1#z link https://a.example/x?y=1#z",
                "Là-bas 🥐 (https://a.example/é). | https://a.example/é link https://a.example/é",
                "https://a.example/b_(c) | https://a.example/b_(c) link https://a.example/b_(c)",
                "Bonjour @jo.example ! | @jo.example mention did:plc:jo",
                "👩‍👩‍👧 @A-B.example.org, | @A-B.example.org mention did:plc:ab",
                "@nobody.example is plain | -",
                "mail@jo.example is no mention | -",
                "L’été #Café, | #Café tag Café",
                "#1 is no hashtag | -",
                "a#b is no hashtag | -",
                "https:// is nothing | -",
            })
    void rangesAreCountedInBytes(String text, String expected) throws Exception {
        assertThat(marked(text)).isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void everythingInOneText() throws Exception {
        assertThat(marked("🥐 @jo.example: https://a.example #pain"))
                .containsExactly(
                        "https://a.example link https://a.example", "@jo.example mention did:plc:jo", "#pain tag pain");
    }

    @Test
    void charactersAreCountedAsPeopleDo() {
        assertThat(RichText.graphemes("👩‍👩‍👧🇫🇷é")).isEqualTo(3);
    }
}
