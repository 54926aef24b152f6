package org.parvis.tck;

/** Tests of the suite {@code lifecycle}. */
final class LifecycleSuite extends Suite {
    LifecycleSuite(Kit kit) {
        super("lifecycle", kit);
    }
}
