package org.parvis.console;

import java.util.UUID;
import org.parvis.api.ProblemException;

/** Reads ids. */
final class Ids {
    private Ids() {}

    static UUID read(String argument, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.invalid(argument, "id", "'" + text + "' is no id.");
        }
    }
}
