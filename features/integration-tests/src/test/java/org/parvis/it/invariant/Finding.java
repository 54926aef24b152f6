package org.parvis.it.invariant;

/**
 * One thing that the network's journal and the platform's state do not agree on.
 *
 * @param subject the marker or the id it is about, so that it can be found again
 * @param sentence what is so and what ought to be
 */
public record Finding(Kind kind, String subject, String sentence) {

    /** What is wrong. */
    public enum Kind {
        /** It was promised or is there at the network, and the platform does not have it. */
        LOST,
        /** It is there more than once, on either side. */
        DOUBLED,
        /** The platform believes in something that never happened at the network, or the network took what nobody asked. */
        PHANTOM,
        /** It is there once on both sides, and the platform says something else about it. */
        WRONG_STATE,
        /** A count, a figure or a trail does not come to what it counts. */
        WRONG_FIGURE,
        /** The platform has not finished: what it says may still become true. */
        NOT_AT_REST
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + sentence;
    }
}
