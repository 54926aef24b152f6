package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** Something that is on or off. */
public record SwitchJson(@Nullable Boolean value) {}
