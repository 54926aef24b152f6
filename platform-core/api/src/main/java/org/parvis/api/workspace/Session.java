package org.parvis.api.workspace;

import java.time.Instant;
import org.parvis.model.UserId;
import org.parvis.model.WorkspaceId;

/**
 * A fresh login. The reference is shown once, to be kept by the browser; the platform stores only its hash.
 *
 * @param csrfToken to be sent back with every changing request
 */
public record Session(String reference, String csrfToken, UserId user, WorkspaceId workspace, Instant expiresAt) {
    @Override
    public String toString() {
        return "Session[user=" + user + ", workspace=" + workspace + "]";
    }
}
