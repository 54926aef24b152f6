package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roles a person is to have. */
public record MemberChangeJson(
        @Schema(requiredMode = REQUIRED) @Nullable Boolean enabled,
        @Nullable String workspaceRole,
        @Nullable Map<String, String> brandRoles) {}
