package org.parvis.launcher;

/** Exit codes, the same as those of the script. */
final class Outcome {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private Outcome() {}
}
