package org.parvis.tck;

/** Tests of the suite {@code errors}. */
final class ErrorSuite extends Suite {
    ErrorSuite(Kit kit) {
        super("errors", kit);
    }
}
