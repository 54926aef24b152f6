package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;

/** Who wrote something. The picture's address is the network's: show it only through a proxy. */
public record AuthorJson(
        String id,
        String handle,
        String displayName,
        @Nullable String picture) {
    public static @Nullable AuthorJson of(@Nullable Author author) {
        return author == null
                ? null
                : new AuthorJson(
                        author.id().value(),
                        author.handle(),
                        author.displayName(),
                        author.picture() == null ? null : author.picture().toString());
    }
}
