package org.parvis.gateway.view;

import org.jspecify.annotations.Nullable;

/** When a post goes out; absent for at once. */
public record ScheduleJson(@Nullable String dueAt) {}
