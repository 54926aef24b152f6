package org.parvis.inbox;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** Where the inbox keeps its tables. */
@Component(service = SchemaDefinition.class, property = "schema=" + InboxSchema.NAME)
public final class InboxSchema implements SchemaDefinition {
    static final String NAME = "inbox";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of("workspace", "engine");
    }
}
