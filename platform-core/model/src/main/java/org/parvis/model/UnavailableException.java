package org.parvis.model;

import java.util.Objects;

/** A part of the platform is not there just now, for reasons outside it; the same request may succeed later. */
public abstract class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what is not there, and what showed it. */
    protected UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Says what is not there. */
    protected UnavailableException(String message) {
        super(message);
    }

    /** The sentence it was made with. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }
}
