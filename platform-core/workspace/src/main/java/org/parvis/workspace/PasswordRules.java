package org.parvis.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;

/** Which passwords may be chosen. Length counts, not a mixture of signs; what everybody tries first is refused. */
final class PasswordRules {
    static final int LEAST_LENGTH = 12;
    static final int MAX_LENGTH = 256;
    private static final int LEAST_DIFFERENT = 5;

    private final Set<String> forbidden = read();

    /** Fails unless the password may be chosen by the person with this address. */
    void check(String field, @Nullable String password, String email) {
        String given = InputRules.wellFormed(field, password);
        String text = Normalizer.normalize(given, Normalizer.Form.NFKC);
        int length = text.codePointCount(0, text.length());
        if (length < LEAST_LENGTH || given.length() > MAX_LENGTH || length > MAX_LENGTH) {
            throw ProblemException.invalid(
                    field, "password.length", "A password has " + LEAST_LENGTH + " to " + MAX_LENGTH + " characters.");
        }
        String folded = text.toLowerCase(Locale.ROOT);
        if (isCommon(folded) || resembles(folded, email)) {
            throw ProblemException.invalid(
                    field,
                    "password.common",
                    "This password is among the first that anybody would try; choose another one.");
        }
    }

    private boolean isCommon(String folded) {
        // Digits and signs at the end are what people add when a word alone is refused.
        String word = folded.replaceFirst("[^a-z]+$", "");
        return forbidden.contains(folded)
                || forbidden.contains(word)
                || folded.codePoints().distinct().count() < LEAST_DIFFERENT;
    }

    private static boolean resembles(String folded, String email) {
        String address = InputRules.emailKey(email);
        String person = address.substring(0, Math.max(0, address.indexOf('@')));
        return folded.contains(address)
                || (person.length() >= LEAST_DIFFERENT
                        && folded.startsWith(person)
                        && folded.length() < person.length() + LEAST_DIFFERENT);
    }

    private static Set<String> read() {
        try (InputStream input = PasswordRules.class.getResourceAsStream("forbidden-passwords.txt")) {
            if (input == null) {
                throw new IllegalStateException("The bundle lacks forbidden-passwords.txt");
            }
            return new String(input.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
