package org.parvis.archive;

/** A line cannot be used; the message says why. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    BadLineException(String reason) {
        super(reason);
    }
}
