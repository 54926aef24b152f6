package org.parvis.workspace;

import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** Declares the tables of this bundle. */
@Component
public final class WorkspaceSchema implements SchemaDefinition {
    /** Its name. */
    static final String NAME = "workspace";

    @Override
    public String name() {
        return NAME;
    }
}
