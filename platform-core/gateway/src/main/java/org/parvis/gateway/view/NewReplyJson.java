package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** An answer to be sent. */
public record NewReplyJson(@Nullable String text) {}
