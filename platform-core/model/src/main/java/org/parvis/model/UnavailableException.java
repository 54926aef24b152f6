package org.parvis.model;

/** A part of the platform is not there just now, for reasons outside it; the same request may succeed later. */
public abstract class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    protected UnavailableException(String message) {
        super(message);
    }
}
