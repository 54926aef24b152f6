package org.parvis.toolkit.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"')).orElseThrow();
    }

    @Test
    void whatIsNotOneWholeDocumentIsNone() {
        assertThat(Json.parse("")).isEmpty();
        assertThat(Json.parse("<html>")).isEmpty();
        assertThat(Json.parse("{\"data\":{\"id\":\"1")).isEmpty();
        assertThat(Json.parse("{} {}")).isEmpty();
        assertThat(Json.parse("[".repeat(5000))).isEmpty();
    }

    /** The text with each question mark replaced by a byte that is no UTF-8. */
    private static byte[] broken(String text, int replacement) {
        byte[] page = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < page.length; i++) {
            page[i] = page[i] == '?' ? (byte) replacement : page[i];
        }
        return page;
    }

    @Test
    void bytesThatAreNoUtf8CostOnlyThemselves() {
        byte[] page = broken("{'data':[{'text':'caf? \u00e9'},{'text':'whole \uD83D\uDE00'}]}", 0xE9);
        JsonNode read = Json.parse(page).orElseThrow();
        assertThat(read.path("data").findValuesAsText("text"))
                .containsExactly("caf\uDBE9 \u00e9", "whole \uD83D\uDE00");
        page[page.length - 1] = ' ';
        assertThat(Json.parse(page)).as("cut off as well").isEmpty();
    }

    @Test
    void bytesThatAreNoUtf8AreWrittenAsTheyCame() {
        for (int unreadable : new int[] {0x80, 0xBF, 0xC3, 0xE9, 0xF0, 0xFF}) {
            byte[] page = broken("{'na?me':'caf?, ? and ??'}", unreadable);
            JsonNode read = Json.parse(page).orElseThrow();
            assertThat(Json.bytes(read)).isEqualTo(page);
            assertThat(Json.parse(Json.bytes(read))).contains(read);
        }
    }

    @Test
    void whatOnlyLooksLikeAnUnreadableByteIsWrittenAsItCame() {
        for (String text :
                List.of("\\\\uDBE9", "\\\\\\\\uDBE9", "\uDBE9\uDC00", "\uDCE9", "\\udce9 \\ud83d", "\\u0000")) {
            JsonNode node = json("{'text':'" + text + "'}");
            byte[] written = Json.bytes(node);
            assertThat(new String(written, StandardCharsets.UTF_8)).as(text).doesNotContain("\uFFFD");
            assertThat(Json.parse(written)).as(text).contains(node);
        }
    }

    @Test
    void aDocumentInsideADocumentKeepsItsUnreadableBytes() {
        JsonNode part =
                Json.parse(broken("{'body':'{\\'text\\':\\'caf?\\'}'}", 0xE9)).orElseThrow();
        JsonNode inner = Json.parse(Json.textOr("", part, "body")).orElseThrow();
        assertThat(Json.bytes(inner)).isEqualTo(broken("{'text':'caf?'}", 0xE9));
    }

    @Test
    void missingNullAndWrongTypesAreSimplyNotThere() {
        JsonNode node = json("{'null':null,'object':{},'list':[1],'text':'x'}");
        assertThat(Json.text(node, "absent", "null", "object", "list")).isNull();
        assertThat(Json.textOr("-", node, "object")).isEqualTo("-");
        assertThat(Json.id(node, "object")).isNull();
        assertThat(Json.list(node, "text")).isEmpty();
        assertThat(Json.whole(node, "text")).isEmpty();
        assertThat(Json.flag(true, node, "text")).isTrue();
        assertThat(Json.time(node, "text")).isEmpty();
        assertThat(Json.text(Json.at(Json.at(node, "no"), "where"), "at all")).isNull();
        assertThat(Json.at(null, "x").isMissingNode()).isTrue();
    }

    @Test
    void idsKeepAllTheirDigitsAndNumbersThatLostSomeAreNone() {
        JsonNode node = json("{'big':9223372036854775809,'text':'0019','double':1.88E18,'blank':' '}");
        assertThat(Json.id(node, "big")).isEqualTo("9223372036854775809");
        assertThat(Json.id(node, "text")).isEqualTo("0019");
        assertThat(Json.id(node, "double")).isNull();
        assertThat(Json.id(node, "blank", "text")).isEqualTo("0019");
        assertThat(Json.ids(json("{'l':['1',2,null,{},3.5]}"), "l")).containsExactly("1", "2");
    }

    @Test
    void oneObjectCountsAsAListOfOne() {
        assertThat(Json.list(json("{'d':{'id':'1'}}"), "d")).hasSize(1);
        assertThat(Json.list(json("{'d':[{},null,{}]}"), "d")).hasSize(2);
    }

    @Test
    void timesAreReadWithAnyOffset() {
        assertThat(Json.time(json("{'t':'2026-11-20T10:12:33.000+01:00'}"), "t"))
                .contains(Instant.parse("2026-11-20T09:12:33Z"));
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        JsonNode node = json("{'text':'a\\u0000é😀','n':12345678901234567890}");
        assertThat(Json.parse(Json.bytes(node))).contains(node);
    }

    @Test
    void halfACharacterIsWrittenAsItCame() {
        JsonNode node = json("{'text':'a\\ud83d'}");
        assertThat(Json.parse(Json.bytes(node))).contains(node);
    }

    @Test
    void theTypeCacheIsNotTheSharedOneOfJackson() {
        assertThat(Json.MAPPER.getTypeFactory()).isNotSameAs(TypeFactory.defaultInstance());
    }

    @Test
    void aTimeIsReadWithAndWithoutTheColonOfItsOffset() {
        JsonNode node = Json.object()
                .put("bare", "2026-11-20T10:00:00+0000")
                .put("west", "2026-11-20T10:00:00-0330")
                .put("plain", "2026-11-20T10:00:00+01:00")
                .put("date", "2026-11-20");
        assertThat(Json.time(node, "bare")).contains(Instant.parse("2026-11-20T10:00:00Z"));
        assertThat(Json.time(node, "west")).contains(Instant.parse("2026-11-20T13:30:00Z"));
        assertThat(Json.time(node, "plain")).contains(Instant.parse("2026-11-20T09:00:00Z"));
        assertThat(Json.time(node, "date")).isEmpty();
    }
}
