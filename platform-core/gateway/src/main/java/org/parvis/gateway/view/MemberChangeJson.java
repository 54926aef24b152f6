package org.parvis.gateway.view;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roles a person is to have. */
public record MemberChangeJson(
        @Nullable Boolean enabled, @Nullable String workspaceRole, @Nullable Map<String, String> brandRoles) {}
