package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a person types to link accounts of a network that has no page for it; one account again with {@code relink}. */
public record NewSignInJson(
        @Schema(requiredMode = REQUIRED) @Nullable String brand,
        @Schema(requiredMode = REQUIRED) @Nullable String network,
        @Nullable String relink,
        @Nullable String identifier,
        @Schema(requiredMode = REQUIRED) @Nullable String secret) {
    @Override
    public String toString() {
        return "NewSignInJson[network=" + network + "]";
    }
}
