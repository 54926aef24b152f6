package org.parvis.gateway.resource;

import jakarta.ws.rs.core.NewCookie;

/** Ties the return from a network to the browser that left for it. */
final class LinkCookie {
    static final String NAME = "__Host-parvis-link";
    private static final int TEN_MINUTES = 600;

    private LinkCookie() {}

    static NewCookie of(String binding) {
        return cookie(binding, TEN_MINUTES);
    }

    static NewCookie ended() {
        return cookie("", 0);
    }

    /** Lax, because the network's page sends the browser here from another site. */
    private static NewCookie cookie(String value, int maxAge) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path("/")
                .maxAge(maxAge)
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
