package org.parvis.engine.http;

import java.time.Duration;

/** When something must be over, in real time: stepping the business clock neither shortens nor lengthens it. */
public final class Deadline {
    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    public static Deadline after(Duration timeout) {
        return new Deadline(System.nanoTime() + timeout.toNanos());
    }

    /** The time that is left; zero once it is over. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** The earlier of this one and {@code timeout} from now. */
    public Deadline atMost(Duration timeout) {
        Deadline other = after(timeout);
        return other.end - end < 0 ? other : this;
    }
}
