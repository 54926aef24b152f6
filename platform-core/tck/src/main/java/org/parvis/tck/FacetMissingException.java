package org.parvis.tck;

/** A test asked a facet that the plugin does not have. */
final class FacetMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FacetMissingException(String facet) {
        super("The plugin has no " + facet + ", but its descriptor declares what it is needed for");
    }
}
