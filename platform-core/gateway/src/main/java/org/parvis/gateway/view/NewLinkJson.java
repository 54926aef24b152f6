package org.parvis.gateway.view;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.REQUIRED;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be linked: accounts of a network to a brand, or one account again ({@code relink}). */
public record NewLinkJson(
        @Schema(requiredMode = REQUIRED) @Nullable String brand,
        @Schema(requiredMode = REQUIRED) @Nullable String network,
        @Nullable String relink) {}
