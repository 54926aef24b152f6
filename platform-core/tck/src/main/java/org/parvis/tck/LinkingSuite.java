package org.parvis.tck;

/** Tests of the suite {@code linking}. */
final class LinkingSuite extends Suite {
    LinkingSuite(Kit kit) {
        super("linking", kit);
    }
}
