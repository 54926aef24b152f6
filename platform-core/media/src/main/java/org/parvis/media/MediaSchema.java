package org.parvis.media;

import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.parvis.store.SchemaDefinition;

/** The tables of the media library. */
@Component
public final class MediaSchema implements SchemaDefinition {
    static final String NAME = "media";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> after() {
        return List.of("workspace");
    }
}
