package org.parvis.gateway.http;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;

/**
 * A problem as RFC 9457 writes it.
 *
 * @param type stable; says what kind of problem it is
 * @param title the kind in words, in the asker's language
 * @param detail what is wrong here and how to mend it
 * @param violations the fields that break a rule
 */
public record ProblemJson(
        String type,
        @JsonSerialize(using = SpokenText.class) String title,
        int status,
        @JsonSerialize(using = SpokenText.class) String detail,
        List<FieldJson> violations) {
    /** @param rule stable, to translate by */
    public record FieldJson(
            String field,
            String rule,
            @JsonSerialize(using = SpokenText.class) String message) {}
}
