package org.parvis.gateway.http;

/** A change came without the version it is meant for. */
final class VersionRequiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VersionRequiredException() {
        super("Say which version you change: send the ETag you read as 'If-Match'.");
    }
}
