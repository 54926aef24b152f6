package org.parvis.health;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.metrics}; the defaults here are the only ones. */
@ObjectClassDefinition(
        localization = "OSGI-INF/l10n/metrics",
        name = "%settings",
        description = "%settings.description")
public @interface MetricsConfiguration {
    @AttributeDefinition(
            name = "%token",
            description = "%token.description",
            type = AttributeType.PASSWORD,
            required = false)
    String token() default "";
}
