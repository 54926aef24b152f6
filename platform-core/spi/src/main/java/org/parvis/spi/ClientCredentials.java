package org.parvis.spi;

/**
 * How the platform is known to a network as an application, as the operator configured it. {@link #toString()} hides the
 * secret; never store or log it. An immutable value.
 *
 * @param id public; empty where none is configured
 * @param secret empty where the application has none
 */
public record ClientCredentials(String id, String secret) {
    @Override
    public String toString() {
        return "ClientCredentials[id=" + id + "]";
    }
}
