package org.parvis.model;

/**
 * One rule that a content breaks.
 *
 * @param field where, as a path of the post: {@code text}, {@code media[1].altText}
 * @param rule which rule, as a stable key for translation: {@code text.tooLong}
 * @param message the sentence a person reads, in English
 */
public record Violation(String field, String rule, String message) {}
