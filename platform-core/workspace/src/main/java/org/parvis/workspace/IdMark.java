package org.parvis.workspace;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;

/** The place in a list that is ordered by id, which grows with time. */
final class IdMark {
    private static final UUID BEGIN = new UUID(0, 0);

    private IdMark() {}

    static UUID decode(@Nullable String text) {
        if (text == null) {
            return BEGIN;
        }
        return parsed(text)
                .orElseThrow(() -> ProblemException.invalid(
                        "after",
                        "page.unknown",
                        "This page mark is none of this list; leave it out to begin at the first page."));
    }

    /** @param found one more than the page holds, when there are more */
    static <T> Slice<T> slice(List<T> found, PageRequest page, Function<T, UUID> id) {
        if (found.size() <= page.limit()) {
            return new Slice<>(found, null);
        }
        List<T> shown = found.subList(0, page.limit());
        return new Slice<>(shown, id.apply(shown.get(shown.size() - 1)).toString());
    }

    /** The id in its canonical form; empty for anything else. */
    static Optional<UUID> parsed(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
