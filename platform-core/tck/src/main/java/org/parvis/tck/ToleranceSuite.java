package org.parvis.tck;

/** Tests of the suite {@code tolerance}. */
final class ToleranceSuite extends Suite {
    ToleranceSuite(Kit kit) {
        super("tolerance", kit);
    }
}
