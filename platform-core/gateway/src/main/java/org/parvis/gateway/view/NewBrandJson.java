package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** A brand to be. */
public record NewBrandJson(@Nullable String name) {}
