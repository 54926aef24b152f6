package org.parvis.api.media;

import java.io.IOException;
import java.io.InputStream;

/** What a file holds, to be streamed. */
public record MediaContent(MediaAsset asset, Source source) {
    /** Where the bytes come from. */
    @FunctionalInterface
    public interface Source {
        /** Opens the file at {@code offset}; can be opened again. The caller closes it. */
        InputStream open(long offset) throws IOException;
    }
}
