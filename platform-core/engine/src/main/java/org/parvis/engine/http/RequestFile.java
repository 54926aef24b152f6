package org.parvis.engine.http;

import java.io.IOException;
import java.io.InputStream;

/**
 * A part of a file as the body of a request.
 *
 * @param length bytes
 */
public record RequestFile(Opening opening, long length) {
    /** Opens the file where the part begins. */
    @FunctionalInterface
    public interface Opening {
        InputStream open() throws IOException;
    }
}
