package org.parvis.store.migration;

import org.parvis.store.SchemaDefinition;

/** The store's own schema, before all others: the functions that confine the tables of the other schemas. */
public final class StoreSchema implements SchemaDefinition {
    /** Its name. */
    public static final String NAME = "store";

    @Override
    public String name() {
        return NAME;
    }
}
