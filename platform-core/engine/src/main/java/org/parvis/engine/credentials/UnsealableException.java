package org.parvis.engine.credentials;

/** A sealed secret does not open: its key is missing, or it was tampered with. An operator must look. */
public final class UnsealableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsealableException(String message) {
        super(message);
    }
}
