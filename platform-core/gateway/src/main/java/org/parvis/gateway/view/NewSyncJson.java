package org.parvis.gateway.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which accounts are to be fetched now; absent for all. */
public record NewSyncJson(@Nullable List<String> accounts) {}
