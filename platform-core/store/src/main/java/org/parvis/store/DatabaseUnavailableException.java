package org.parvis.store;

import org.parvis.model.UnavailableException;

/** The database cannot be reached, or the connection to it was lost. External trouble: worth another try later. */
public final class DatabaseUnavailableException extends UnavailableException {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    public DatabaseUnavailableException(String message, Throwable cause, boolean outcomeUnknown) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether the connection was lost while committing, so that nobody knows whether the transaction took effect. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
