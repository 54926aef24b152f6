package org.parvis.tck;

/** Tests of the suite {@code publishing}. */
final class PublishingSuite extends Suite {
    PublishingSuite(Kit kit) {
        super("publishing", kit);
    }
}
