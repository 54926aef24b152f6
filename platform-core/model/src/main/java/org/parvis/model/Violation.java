package org.parvis.model;

/**
 * One rule that a content breaks. An immutable value.
 *
 * @param field where, as a path of the post: {@code text}, {@code media[1]}, {@code options.title}
 * @param rule which rule, as a stable key for programs: {@code text.tooLong}
 * @param message the sentence a person reads, in English; a plugin's is said in other languages by its descriptor's
 *     {@link NetworkDescriptor#sentences()}
 */
public record Violation(String field, String rule, String message) {}
