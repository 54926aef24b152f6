package org.parvis.gateway.view;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.parvis.gateway.http.SpokenText;
import org.parvis.model.Violation;

/** A rule that a content breaks. */
public record ViolationJson(
        String field,
        String rule,
        @JsonSerialize(using = SpokenText.class) String message) {
    public static ViolationJson of(Violation violation) {
        return new ViolationJson(violation.field(), violation.rule(), violation.message());
    }
}
