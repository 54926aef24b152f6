package org.parvis.console;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;

/** Reads options that are one of several words. */
final class Constants {
    private Constants() {}

    static <E extends Enum<E>> @Nullable E read(String option, @Nullable String word, Class<E> type) {
        if (word == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word)) {
                return constant;
            }
        }
        throw ProblemException.invalid(
                option, "choice", option + " is one of " + List.of(type.getEnumConstants()) + ", not '" + word + "'.");
    }
}
