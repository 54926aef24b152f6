package org.parvis.tck;

/** Tests of the suite {@code bundle}. */
final class BundleSuite extends Suite {
    BundleSuite(Kit kit) {
        super("bundle", kit);
    }
}
