package org.parvis.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A token to be; {@code lifetime} as ISO 8601 writes durations, absent for no end. */
public record NewTokenJson(@Nullable String name, @Nullable List<String> scopes, @Nullable String lifetime) {}
