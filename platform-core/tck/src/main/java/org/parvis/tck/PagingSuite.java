package org.parvis.tck;

/** Tests of the suite {@code paging}. */
final class PagingSuite extends Suite {
    PagingSuite(Kit kit) {
        super("paging", kit);
    }
}
