package org.parvis.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, by keyset.
 *
 * @param next opaque; where to go on; null at the end
 */
public record Slice<T>(List<T> items, @Nullable String next) {
    public Slice {
        items = List.copyOf(items);
    }
}
