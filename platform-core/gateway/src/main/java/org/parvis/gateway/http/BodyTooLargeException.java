package org.parvis.gateway.http;

import java.io.IOException;

/** A request body exceeds what the route takes. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long limit) {
        super("This route takes at most " + limit + " bytes; send less at a time.");
    }
}
