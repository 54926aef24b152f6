package org.parvis.store.embedded;

/**
 * The store cannot start until a person changes something; the message says what is wrong and how to mend it. Everything
 * that may pass by itself is an {@link java.io.IOException} instead.
 */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }

    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
