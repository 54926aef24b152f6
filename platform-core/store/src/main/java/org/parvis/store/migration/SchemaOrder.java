package org.parvis.store.migration;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.parvis.store.SchemaDefinition;

/** Which schema comes next, given those that are up to date. */
public final class SchemaOrder {
    private SchemaOrder() {}

    /** Some definition among {@code waiting} whose predecessors are all in {@code done}. */
    public static Optional<SchemaDefinition> next(Collection<SchemaDefinition> waiting, Set<String> done) {
        return waiting.stream()
                .filter(definition -> done.containsAll(predecessors(definition)))
                .findFirst();
    }

    /** What {@code definition} still waits for. */
    public static Set<String> missing(SchemaDefinition definition, Set<String> done) {
        Set<String> missing = predecessors(definition);
        missing.removeAll(done);
        return missing;
    }

    private static Set<String> predecessors(SchemaDefinition definition) {
        Set<String> predecessors = new LinkedHashSet<>(definition.after());
        if (!definition.name().equals(StoreSchema.NAME)) {
            predecessors.add(StoreSchema.NAME);
        }
        predecessors.remove(definition.name());
        return predecessors;
    }
}
