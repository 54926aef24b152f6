package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of LinkedIn's own clients. */
class RestLiTest {
    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Test
    void theSignsOfListsAndRecordsStandAndEverythingInThemIsEscaped() {
        Map<String, Object> parameters = map(
                "k1", "v1", "k2", "value with spaces", "k3", List.of(1, 2, 3), "k5", map("k51", "v51", "k52", "v52"));
        assertThat(RestLi.query(parameters))
                .isEqualTo("k1=v1&k2=value%20with%20spaces&k3=List(1,2,3)&k5=(k51:v51,k52:v52)");
        assertThat(RestLi.encode(map("actor", "urn:li:organization:5", "entity", "urn:li:activity:7")))
                .isEqualTo("(actor:urn%3Ali%3Aorganization%3A5,entity:urn%3Ali%3Aactivity%3A7)");
        assertThat(RestLi.encode(List.of("urn:li:share:1", "urn:li:share:2")))
                .isEqualTo("List(urn%3Ali%3Ashare%3A1,urn%3Ali%3Ashare%3A2)");
        assertThat(RestLi.encode(List.of())).isEqualTo("List()");
        assertThat(RestLi.encode(List.of(List.of("a"), map("k:", "v,")))).isEqualTo("List(List(a),(k%3A:v%2C))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "List(value:with%reserved,chars,'') | List%28value%3Awith%25reserved%2Cchars%2C%27%27%29",
                "株式会社 | %E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE",
                "`` | ''",
                "a+b&c=d/e?f | a%2Bb%26c%3Dd%2Fe%3Ff",
                "urn:li:comment:(urn:li:activity:1,2) | urn%3Ali%3Acomment%3A%28urn%3Ali%3Aactivity%3A1%2C2%29",
                "~-._!* | ~-._!*"
            })
    void aTextIsEscapedWhole(String text, String encoded) {
        assertThat(RestLi.encode(text)).isEqualTo(encoded);
    }

    @Test
    void whatHasNoValueIsLeftOut() {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("a", null);
        parameters.put("b", true);
        assertThat(RestLi.query(parameters)).isEqualTo("b=true");
        assertThat(RestLi.query(map("ids", Arrays.asList("1", "2")))).isEqualTo("ids=List(1,2)");
    }
}
