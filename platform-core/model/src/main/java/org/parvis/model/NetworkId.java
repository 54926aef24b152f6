package org.parvis.model;

import java.util.regex.Pattern;

/**
 * Names a social network, and with it the one plugin that serves it: {@code twitter}. Persisted data name networks by this
 * alone, never by class or bundle.
 */
public record NetworkId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,30}");

    public NetworkId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A network id is 2 to 31 of a-z, 0-9 and '-', and begins with a letter: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
