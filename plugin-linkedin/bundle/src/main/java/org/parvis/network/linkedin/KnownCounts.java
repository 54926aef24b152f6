package org.parvis.network.linkedin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/**
 * How many comments each of the latest posts had when they were last read, small enough for a cursor: LinkedIn's long numbers
 * are written to the base 36, and only so many posts are remembered. Newest knowledge first. Not thread-safe.
 */
final class KnownCounts {
    static final int MOST = 32;

    private static final int RADIX = 36;

    /** @param unsettledSince when fewer comments were found than counted for the first time; null where all were found */
    private record Entry(long count, @Nullable Instant unsettledSince) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    static KnownCounts decode(@Nullable String text) throws NetworkException {
        KnownCounts known = new KnownCounts();
        if (text == null || text.isEmpty()) {
            return known;
        }
        for (String part : text.split("~")) {
            String[] fields = part.split("\\.");
            if (fields.length < 2 || fields.length > 3) {
                throw unreadable();
            }
            Instant since = fields.length == 3 ? Instant.ofEpochSecond(number(fields[2])) : null;
            known.entries.put(name(fields[0]), new Entry(number(fields[1]), since));
        }
        return known;
    }

    String encode() {
        List<String> parts = new ArrayList<>();
        entries.forEach((post, entry) -> {
            Instant since = entry.unsettledSince();
            parts.add(shorten(post) + "." + Long.toString(entry.count(), RADIX)
                    + (since == null ? "" : "." + Long.toString(since.getEpochSecond(), RADIX)));
        });
        return String.join("~", parts);
    }

    /** Whether the comments of a post are to be read. */
    boolean differs(String post, long count, Instant now, Duration visibility) {
        Entry entry = entries.get(post);
        if (entry == null) {
            return count > 0;
        }
        Instant since = entry.unsettledSince();
        return entry.count() != count || since != null && now.isBefore(since.plus(visibility));
    }

    /**
     * Notes that the comments of a post were read.
     *
     * @param found how many there were; fewer than counted may mean that a fresh one is counted already and not listed yet
     */
    void read(String post, long count, long found, Instant now) {
        Entry earlier = entries.remove(post);
        Instant since = null;
        if (found < count) {
            Instant before = earlier == null || earlier.count() != count ? null : earlier.unsettledSince();
            since = before == null ? now : before;
        }
        entries.put(post, new Entry(count, since));
        while (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    void clear() {
        entries.clear();
    }

    /** {@code urn:li:share:7045020441609936898} as {@code s1jlo…}; other names are kept as they are. */
    static String shorten(String post) {
        String kind = post.startsWith(Urns.SHARE) ? "s" : post.startsWith(Urns.UGC_POST) ? "u" : "";
        String number = Urns.last(post);
        // Up to 18 digits always fit, and of 19 those that begin with less than 9.
        if (!kind.isEmpty() && number.matches("[1-9][0-9]{0,17}|[1-8][0-9]{18}")) {
            return kind + Long.toString(Long.parseLong(number), RADIX);
        }
        return "=" + post;
    }

    static String name(String shortened) throws NetworkException {
        if (shortened.startsWith("=")) {
            return shortened.substring(1);
        }
        if (shortened.length() < 2) {
            throw unreadable();
        }
        String kind = shortened.charAt(0) == 's' ? Urns.SHARE : Urns.UGC_POST;
        return kind + number(shortened.substring(1));
    }

    static long number(String text) throws NetworkException {
        try {
            return Long.parseLong(text, RADIX);
        } catch (NumberFormatException notOurs) {
            throw unreadable();
        }
    }

    private static NetworkException unreadable() {
        return new NetworkException(
                ErrorKind.CURSOR_INVALID, "The stored cursor is of no use: its counts cannot be read");
    }
}
