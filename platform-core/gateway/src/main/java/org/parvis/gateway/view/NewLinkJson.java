package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** What is to be linked: accounts of a network to a brand, or one account again ({@code relink}). */
public record NewLinkJson(@Nullable String brand, @Nullable String network, @Nullable String relink) {}
