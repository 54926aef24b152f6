package org.parvis.tck;

/** Tests of the suite {@code analytics}. */
final class AnalyticsSuite extends Suite {
    AnalyticsSuite(Kit kit) {
        super("analytics", kit);
    }
}
