package org.parvis.gateway.view;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person to be added. */
public record NewMemberJson(
        @Nullable String email,
        @Nullable String name,
        @Nullable String language,
        @Nullable String password,
        @Nullable String workspaceRole,
        @Nullable Map<String, String> brandRoles) {
    @Override
    public String toString() {
        return "NewMemberJson[" + email + "]";
    }
}
