package org.parvis.gateway.view;

import org.parvis.api.workspace.Brand;

/** A brand. */
public record BrandJson(String id, String name, long version) {
    public static BrandJson of(Brand brand) {
        return new BrandJson(brand.id().toString(), brand.name(), brand.version());
    }
}
