package org.parvis.engine.schema;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** Declares the engine's tables, which refer to workspaces and brands. Stateless. */
@Component(service = SchemaDefinition.class)
public final class EngineSchema implements SchemaDefinition {
    @Override
    public String name() {
        return "engine";
    }

    @Override
    public List<String> after() {
        return List.of("workspace");
    }
}
