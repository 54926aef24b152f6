package org.parvis.tck;

/** Tests of the suite {@code descriptor}. */
final class DescriptorSuite extends Suite {
    DescriptorSuite(Kit kit) {
        super("descriptor", kit);
    }
}
