package org.parvis.store.service;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of the PID {@code org.parvis.store}, with their defaults. Durations are ISO 8601. */
@ObjectClassDefinition(
        name = "Parvis store",
        description = "The database: the platform's own PostgreSQL, or a server of yours.")
public @interface StoreConfiguration {
    @AttributeDefinition(
            name = "Mode",
            description = "embedded: the platform runs its own server. external: it uses the one that url names.")
    String mode() default "embedded";

    @AttributeDefinition(
            name = "URL",
            description = "External mode only: jdbc:postgresql://host:port/database. PostgreSQL 15 or later.")
    String url() default "";

    @AttributeDefinition(
            name = "User",
            description = "External mode only: owns the database and may create the roles parvis_workspace and"
                    + " parvis_system, or is a member of both.")
    String user() default "";

    @AttributeDefinition(
            name = "Password",
            description = "External mode only: $[secret:...] or $[env:...].",
            type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(name = "Pool", description = "The most connections open at once.", min = "2", max = "35")
    int pool() default 12;

    @AttributeDefinition(name = "Pool wait", description = "How long a caller waits for a connection.")
    String pool_wait() default "PT5S";

    @AttributeDefinition(name = "Statement timeout", description = "How long one statement may run.")
    String statement_timeout() default "PT30S";

    @AttributeDefinition(
            name = "Data folder",
            description = "Embedded mode only; empty: the folder 'store' in the platform's home.")
    String data_dir() default "";

    @AttributeDefinition(
            name = "Migrate",
            description = "auto: bring the schemas up to date. check: only insist that they are.")
    String migrate() default "auto";
}
