package org.parvis.tck;

/** Tests of the suite {@code inbox}. */
final class InboxSuite extends Suite {
    InboxSuite(Kit kit) {
        super("inbox", kit);
    }
}
