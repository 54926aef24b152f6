package org.parvis.simulator.twitter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * Pages over ids, newest first. A token says where a page ends, not how many came before, so that nothing is lost or
 * doubled while new posts arrive; it is good only for the question it was given for.
 */
final class Paging {

    /** A page's beginning: below an id going back, or above an id going forward. */
    record Position(boolean back, long id) {
        static final Position NEWEST = new Position(true, Long.MAX_VALUE);
    }

    /** What to look for: ids strictly between {@code since} and {@code until}. */
    record Range(long since, long until, int size, Position position) {}

    /** A page, newest first, and whether there is more on either side. */
    record Page<T>(List<T> items, boolean older, boolean newer) {}

    private Paging() {}

    static String token(Position position, String question) {
        ByteBuffer bytes = ByteBuffer.allocate(13);
        bytes.put((byte) (position.back() ? 1 : 2)).putLong(position.id()).putInt(sum(question));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static Optional<Position> position(String token, String question) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
            if (bytes.remaining() != 13) {
                return Optional.empty();
            }
            byte direction = bytes.get();
            long id = bytes.getLong();
            boolean good = bytes.getInt() == sum(question) && (direction == 1 || direction == 2);
            return good ? Optional.of(new Position(direction == 1, id)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int sum(String question) {
        CRC32 crc = new CRC32();
        crc.update(question.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** A page of the posts of a view. */
    static Page<Post> page(PostIndex.View view, Range range, Predicate<Post> shown) {
        return range.position().back() ? back(view, range, shown) : forward(view, range, shown);
    }

    private static Page<Post> back(PostIndex.View view, Range range, Predicate<Post> shown) {
        List<Post> page = new ArrayList<>();
        int i = view.below(Math.min(range.until(), range.position().id()));
        for (; i >= 0 && view.at(i).id > range.since(); i--) {
            if (shown.test(view.at(i))) {
                if (page.size() == range.size()) {
                    return new Page<>(page, true, false);
                }
                page.add(view.at(i));
            }
        }
        return new Page<>(page, false, false);
    }

    private static Page<Post> forward(PostIndex.View view, Range range, Predicate<Post> shown) {
        List<Post> page = new ArrayList<>();
        int i = view.below(Math.max(range.since(), range.position().id()) + 1) + 1;
        boolean newer = false;
        for (; i < view.size() && view.at(i).id < range.until() && !newer; i++) {
            if (shown.test(view.at(i))) {
                newer = page.size() == range.size();
                if (!newer) {
                    page.add(view.at(i));
                }
            }
        }
        Collections.reverse(page);
        return new Page<>(page, true, newer);
    }

    /** The id of the n-th newest shown post of a view: what is older has fallen out of the window. */
    static long oldestOf(PostIndex.View view, int window, Predicate<Post> shown) {
        int left = window;
        for (int i = view.size() - 1; i >= 0; i--) {
            if (shown.test(view.at(i)) && --left == 0) {
                return view.at(i).id;
            }
        }
        return 0;
    }
}
