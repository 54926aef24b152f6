package org.parvis.publishing;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** The tables of publishing. */
@Component
public final class PublishingSchema implements SchemaDefinition {
    static final String NAME = "publishing";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of("workspace", "engine");
    }
}
