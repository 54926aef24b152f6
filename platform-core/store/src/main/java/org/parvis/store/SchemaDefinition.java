package org.parvis.store;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Declares the schema a bundle keeps its tables in; registered by that bundle as a service. The store runs the migrations
 * that lie in {@link #location()} in a history of their own, after those of the schemas in {@link #after()}, and then
 * registers {@link Database} with {@code schema=<name>}.
 */
@ConsumerType
public interface SchemaDefinition {
    /** The schema's name, which is the bundle's: {@code inbox}. */
    String name();

    /** The schemas whose tables this one refers to. */
    default List<String> after() {
        return List.of();
    }

    /** Where the migrations lie on the class path of {@link #loader()}, as Flyway names them: {@code V1__inbox.sql}. */
    default String location() {
        return "db/migration/" + name();
    }

    /** The loader that sees the migrations. */
    default ClassLoader loader() {
        return getClass().getClassLoader();
    }
}
