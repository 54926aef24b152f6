package org.parvis.analytics;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** Where analytics keeps its tables. */
@Component(service = SchemaDefinition.class, property = "schema=" + AnalyticsSchema.NAME)
public final class AnalyticsSchema implements SchemaDefinition {
    static final String NAME = "analytics";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of("workspace", "engine");
    }
}
