package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person to be added. */
public record NewMemberJson(
        @Schema(requiredMode = REQUIRED) @Nullable String email,
        @Schema(requiredMode = REQUIRED) @Nullable String name,
        @Nullable String language,
        @Schema(requiredMode = REQUIRED) @Nullable String password,
        @Nullable String workspaceRole,
        @Nullable Map<String, String> brandRoles) {
    @Override
    public String toString() {
        return "NewMemberJson[" + email + "]";
    }
}
