package org.parvis.tck;

/** Tests of the suite {@code responder}. */
final class ResponderSuite extends Suite {
    ResponderSuite(Kit kit) {
        super("responder", kit);
    }
}
