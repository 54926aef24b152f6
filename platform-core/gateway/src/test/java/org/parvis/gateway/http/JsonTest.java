package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.gateway.view.MetricJson;
import org.parvis.gateway.view.NewBrandJson;
import org.parvis.gateway.view.NewPostJson;

class JsonTest {
    private static NewBrandJson brand(String json) throws Exception {
        return Json.MAPPER.readValue(json.getBytes(StandardCharsets.UTF_8), NewBrandJson.class);
    }

    @Test
    void wholeUnicodeIsTaken() throws Exception {
        assertThat(brand("{\"name\":\"Café 𝄞 \\ud83d\\ude00\"}").name()).isEqualTo("Café 𝄞 😀");
        assertThat(brand("{\"name\":null}").name()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "a\\u0000b",
                "\\ud800",
                "\\udc00",
                "x\\ud83d",
                "\\ude00\\ud83d",
                "\\ud83d\\ud83d\\ude00"
            })
    void charactersThatAreNoTextAreRefusedByMember(String text) {
        assertThatThrownBy(() -> brand("{\"name\":\"" + text + "\"}"))
                .isInstanceOfSatisfying(
                        UnwritableTextException.class,
                        refused -> assertThat(refused.getPath())
                                .extracting(JsonMappingException.Reference::getFieldName)
                                .containsExactly("name"));
    }

    @Test
    void namesThatTheAskerChoosesAreCheckedToo() {
        String post = "{\"targets\":[{\"options\":{\"a\\u0000\":\"b\"}}]}";
        assertThatThrownBy(() -> Json.MAPPER.readValue(post, NewPostJson.class)).hasMessageContaining("U+0000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":1}",
                "{\"name\":true}",
                "{\"name\":[]}",
                "{\"name\":{}}",
                "{} x",
                "{}{}",
                "[",
                "{\"name\":\"a",
                "'x'"
            })
    void whatDoesNotFitIsRefused(String json) {
        assertThatThrownBy(() -> brand(json)).isInstanceOf(JacksonException.class);
    }

    @Test
    void unknownMembersAreRefused() {
        assertThatThrownBy(() -> brand("{\"name\":\"x\",\"workspace\":\"y\"}"))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void timesAreWrittenAsRfc3339() {
        Instant time = Instant.parse("2026-11-02T09:00:00Z");
        assertThat(Json.text(new MetricJson("reach", time, time, 1.5)))
                .isEqualTo(
                        "{\"metric\":\"reach\",\"from\":\"2026-11-02T09:00:00Z\",\"until\":\"2026-11-02T09:00:00Z\",\"value\":1.5}");
    }
}
