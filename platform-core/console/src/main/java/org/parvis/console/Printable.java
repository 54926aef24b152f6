package org.parvis.console;

/** Text of strangers on a terminal: one line, and no control characters, which could drive the terminal. */
final class Printable {
    private Printable() {}

    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c)) {
                line.append(' ');
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT && c != 0x200D) {
                line.append('\uFFFD');
            } else {
                line.appendCodePoint(c);
            }
        });
        return line.toString();
    }
}
