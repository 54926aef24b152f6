package org.parvis.engine.outbox;

/** Another node took the obligation over, or it was withdrawn: stop, write nothing. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LeaseLostException() {
        super("The lease on this obligation is no longer held");
    }
}
