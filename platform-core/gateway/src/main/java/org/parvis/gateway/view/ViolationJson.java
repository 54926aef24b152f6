package org.parvis.gateway.view;

import org.parvis.model.Violation;

/** A rule that a content breaks. */
public record ViolationJson(String field, String rule, String message) {
    public static ViolationJson of(Violation violation) {
        return new ViolationJson(violation.field(), violation.rule(), violation.message());
    }
}
