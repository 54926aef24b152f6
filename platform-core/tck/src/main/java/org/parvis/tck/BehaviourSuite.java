package org.parvis.tck;

/** Tests of the suite {@code behaviour}. */
final class BehaviourSuite extends Suite {
    BehaviourSuite(Kit kit) {
        super("behaviour", kit);
    }
}
