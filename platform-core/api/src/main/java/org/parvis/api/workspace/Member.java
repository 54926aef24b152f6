package org.parvis.api.workspace;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.BrandId;
import org.parvis.model.UserId;

/** A person in a workspace, with the role on the whole of it or on single brands. */
public record Member(
        UserId user,
        String email,
        String name,
        String language,
        boolean enabled,
        @Nullable Role workspaceRole,
        Map<BrandId, Role> brandRoles,
        long version) {
    public Member {
        brandRoles = Map.copyOf(brandRoles);
    }
}
