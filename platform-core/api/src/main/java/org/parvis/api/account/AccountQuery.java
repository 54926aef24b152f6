package org.parvis.api.account;

import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkId;

/** Which accounts; null means any. */
public record AccountQuery(
        @Nullable BrandId brand, @Nullable NetworkId network, PageRequest page) {}
