package org.parvis.simulator.youtube;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pages of a list that runs from new to old; the token names the last one of the page before, wherever it is now. */
final class Paging {
    private Paging() {}

    record Page<T>(List<T> items, @Nullable String next) {}

    /** The names by which the elements of a list are ordered. */
    interface Named<T> {
        String id(T element);
    }

    static <T> Page<T> of(List<T> all, ToLongFunction<T> time, Named<T> name, int size, @Nullable String token) {
        List<T> sorted = all.stream()
                .sorted((a, b) -> compare(time.applyAsLong(a), name.id(a), time.applyAsLong(b), name.id(b)))
                .toList();
        int from = 0;
        if (token != null) {
            String[] place = decode(token);
            long at = Long.parseLong(place[0]);
            while (from < sorted.size()
                    && compare(time.applyAsLong(sorted.get(from)), name.id(sorted.get(from)), at, place[1]) <= 0) {
                from++;
            }
        }
        int until = Math.min(sorted.size(), from + size);
        List<T> items = sorted.subList(from, until);
        String next = until < sorted.size()
                ? encode(time.applyAsLong(sorted.get(until - 1)), name.id(sorted.get(until - 1)))
                : null;
        return new Page<>(items, next);
    }

    private static int compare(long time, String id, long otherTime, String otherId) {
        int newer = Long.compare(otherTime, time);
        return newer != 0 ? newer : otherId.compareTo(id);
    }

    private static String encode(long time, String id) {
        byte[] bytes = ("P1 " + time + " " + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String[] decode(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", 3);
            if (parts.length == 3 && parts[0].equals("P1") && parts[1].matches("\\d{1,18}")) {
                return new String[] {parts[1], parts[2]};
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Refusal.bad("invalidPageToken", "The request specifies an invalid page token.");
    }
}
