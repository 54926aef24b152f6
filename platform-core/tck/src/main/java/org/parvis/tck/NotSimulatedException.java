package org.parvis.tck;

/** A simulator cannot do what a test needs; the test is skipped and the report prints this reason. */
public final class NotSimulatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotSimulatedException(String reason) {
        super(reason);
    }
}
