package org.parvis.store.service;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of the PID {@code org.parvis.store}, with their defaults. Durations are ISO 8601. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/store", name = "%settings", description = "%settings.description")
public @interface StoreConfiguration {
    @AttributeDefinition(name = "%mode", description = "%mode.description")
    String mode() default "embedded";

    @AttributeDefinition(name = "%url", description = "%url.description")
    String url() default "";

    @AttributeDefinition(name = "%user", description = "%user.description")
    String user() default "";

    @AttributeDefinition(name = "%password", description = "%password.description", type = AttributeType.PASSWORD)
    String password() default "";

    @AttributeDefinition(name = "%pool", description = "%pool.description", min = "2", max = "35")
    int pool() default 12;

    @AttributeDefinition(name = "%pool.wait", description = "%pool.wait.description")
    String pool_wait() default "PT5S";

    @AttributeDefinition(name = "%statement.timeout", description = "%statement.timeout.description")
    String statement_timeout() default "PT30S";

    @AttributeDefinition(name = "%data.dir", description = "%data.dir.description")
    String data_dir() default "";

    @AttributeDefinition(name = "%migrate", description = "%migrate.description")
    String migrate() default "auto";
}
