package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who logs in. */
public record LoginJson(
        @Schema(requiredMode = REQUIRED) @Nullable String email,
        @Schema(requiredMode = REQUIRED) @Nullable String password) {
    @Override
    public String toString() {
        return "LoginJson[hidden]";
    }
}
