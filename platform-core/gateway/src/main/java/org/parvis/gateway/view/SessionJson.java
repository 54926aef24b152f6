package org.parvis.gateway.view;

import java.time.Instant;

/** A fresh login; the session itself is in the cookie. */
public record SessionJson(String csrfToken, String user, String workspace, Instant expiresAt) {
    @Override
    public String toString() {
        return "SessionJson[user=" + user + "]";
    }
}
