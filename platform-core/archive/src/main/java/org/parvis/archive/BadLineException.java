package org.parvis.archive;

/** A line cannot be used; the message says why. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    BadLineException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
