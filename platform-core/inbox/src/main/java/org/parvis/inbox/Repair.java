package org.parvis.inbox;

/** Replaces what PostgreSQL's text cannot hold. */
final class Repair {
    private static final char REPLACEMENT = '\uFFFD';

    private Repair() {}

    /** U+0000 and lone surrogates become U+FFFD; a text without them is given back as it is. */
    static Arrival.Text text(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return new Arrival.Text(repaired == null ? text : repaired.toString(), repaired != null);
    }

    static boolean storable(String text) {
        return !text(text).repaired();
    }

    /** The first characters, without cutting a surrogate pair in two. */
    static String begin(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
