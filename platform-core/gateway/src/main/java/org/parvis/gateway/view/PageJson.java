package org.parvis.gateway.view;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Slice;

/**
 * A page of a list.
 *
 * @param next give it back as {@code after}; absent at the end
 */
public record PageJson<T>(List<T> items, @Nullable String next) {
    public static <S, T> PageJson<T> of(Slice<S> slice, Function<S, T> form) {
        return new PageJson<>(slice.items().stream().map(form).toList(), slice.next());
    }
}
