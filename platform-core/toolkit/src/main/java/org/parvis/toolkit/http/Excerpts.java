package org.parvis.toolkit.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short, printable pieces of what a network answered, fit for a message that people read. */
public final class Excerpts {
    private static final int BYTES_READ = 4096;
    private static final Pattern TITLE = Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cs}\\s]+");

    private Excerpts() {}

    /** At most {@code length} characters of a body; of an HTML page its title. */
    public static String of(byte[] body, int length) {
        String text = new String(Arrays.copyOf(body, Math.min(body.length, BYTES_READ)), StandardCharsets.UTF_8);
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            Matcher title = TITLE.matcher(text);
            return shorten(title.find() ? "an HTML page: " + title.group(1) : "an HTML page", length);
        }
        return shorten(text, length);
    }

    /** The text in one line, cut to {@code length} characters. */
    public static String shorten(String text, int length) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        if (line.length() <= length) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
        return line.substring(0, end) + "…";
    }
}
