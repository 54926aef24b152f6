package org.parvis.api.workspace;

import org.parvis.model.BrandId;

/** A client whose presence is managed. */
public record Brand(BrandId id, String name, long version) {}
