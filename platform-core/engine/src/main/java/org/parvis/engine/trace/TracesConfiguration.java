package org.parvis.engine.trace;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.traces}; the defaults here are the only ones. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/traces", name = "%settings", description = "%settings.description")
public @interface TracesConfiguration {
    @AttributeDefinition(name = "%endpoint", description = "%endpoint.description", required = false)
    String endpoint() default "";

    @AttributeDefinition(
            name = "%authorization",
            description = "%authorization.description",
            type = AttributeType.PASSWORD,
            required = false)
    String authorization() default "";
}
