package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What stood in the fragment of a one-time address. */
public record NewRelinkJson(@Schema(requiredMode = REQUIRED) @Nullable String token) {
    @Override
    public String toString() {
        return "NewRelinkJson[hidden]";
    }
}
