package org.parvis.spi;

/** An access token, leased for one call. {@link #toString()} hides it. */
public record AccessToken(String value) {
    @Override
    public String toString() {
        return "AccessToken[hidden]";
    }
}
