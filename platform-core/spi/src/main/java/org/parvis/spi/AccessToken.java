package org.parvis.spi;

/**
 * An access token, leased for one call and refreshed before; a plugin puts it into its requests and nowhere else.
 * {@link #toString()} hides it. An immutable value.
 */
public record AccessToken(String value) {
    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
