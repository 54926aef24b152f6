package org.parvis.analytics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of analytics, PID {@code org.parvis.analytics}. */
@ObjectClassDefinition(
        localization = "OSGI-INF/l10n/analytics",
        name = "%settings",
        description = "%settings.description")
public @interface AnalyticsSettings {
    @AttributeDefinition(name = "%collect.interval", description = "%collect.interval.description")
    String collect_interval() default "PT1H";
}
