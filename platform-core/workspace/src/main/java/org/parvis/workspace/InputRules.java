package org.parvis.workspace;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;

/** What people may type in. Each check returns the value as it is stored, or fails with {@code INVALID}. */
final class InputRules {
    private static final int MAX_NAME = 200;
    private static final int MAX_EMAIL = 254;
    private static final Set<String> LANGUAGES = Set.of("en", "fr");
    /** Plain ASCII: addresses that merely look alike, or fold to the same letters, must never be taken for one another. */
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

    private InputRules() {}

    static String name(String field, @Nullable String value) {
        String text = Normalizer.normalize(wellFormed(field, value), Normalizer.Form.NFC)
                .strip();
        if (text.isEmpty() || text.length() > MAX_NAME) {
            throw ProblemException.invalid(field, "name.length", "A name has 1 to " + MAX_NAME + " characters.");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(
                    field, "name.control", "A name has no line breaks or other control characters.");
        }
        return text;
    }

    static String email(@Nullable String value) {
        String text = wellFormed("email", value).strip();
        if (text.length() > MAX_EMAIL || !EMAIL.matcher(text).matches()) {
            throw ProblemException.invalid(
                    "email", "email.form", "This is no e-mail address in plain ASCII, such as mara@example.com.");
        }
        return text;
    }

    /** What makes two addresses the same. */
    static String emailKey(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    static String language(@Nullable String value) {
        if (value == null || !LANGUAGES.contains(value)) {
            throw ProblemException.invalid("language", "language.unknown", "The language is 'en' or 'fr'.");
        }
        return value;
    }

    /** Neither PostgreSQL nor UTF-8 can hold U+0000 or half a surrogate pair. */
    static String wellFormed(String field, @Nullable String value) {
        if (value == null) {
            throw ProblemException.invalid(field, "value.missing", "'" + field + "' is missing.");
        }
        if (!isStorable(value)) {
            throw ProblemException.invalid(
                    field,
                    "text.malformed",
                    "'" + field + "' holds U+0000 or half a surrogate pair, which no text has.");
        }
        return value;
    }

    static boolean isStorable(String value) {
        return value.codePoints().allMatch(InputRules::isStorable);
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** For what is recorded rather than asked: it must never fail, whatever somebody sent. */
    static String storable(String value, int maxLength) {
        StringBuilder text = new StringBuilder();
        value.codePoints()
                .limit(maxLength)
                .map(codePoint -> isStorable(codePoint) ? codePoint : 0xFFFD)
                .forEach(text::appendCodePoint);
        return text.toString();
    }
}
