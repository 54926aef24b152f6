package org.parvis.publishing;

import org.parvis.api.ProblemException;

/** Text that PostgreSQL can keep: it knows no U+0000, and UTF-8 no lone surrogates. */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** A network's text, with what cannot be kept replaced; the raw bytes are kept beside it. */
    static String of(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints().forEach(c -> repaired.appendCodePoint(isStorable(c) ? c : REPLACEMENT));
        return repaired.toString();
    }

    /** A person's text: what cannot be kept is their mistake. */
    static void require(String field, String text) {
        if (!isStorable(text)) {
            throw ProblemException.invalid(
                    field,
                    "text.characters",
                    "The text holds a NUL or half a surrogate pair, which cannot be stored; remove it.");
        }
    }

    private static boolean isStorable(String text) {
        return text.codePoints().allMatch(StorableText::isStorable);
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint > Character.MAX_VALUE || !Character.isSurrogate((char) codePoint));
    }
}
