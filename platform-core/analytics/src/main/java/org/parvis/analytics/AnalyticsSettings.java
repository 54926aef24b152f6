package org.parvis.analytics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of analytics, PID {@code org.parvis.analytics}. */
@ObjectClassDefinition(name = "Parvis analytics", description = "How often figures are collected from the networks.")
public @interface AnalyticsSettings {
    @AttributeDefinition(
            name = "Collect interval",
            description = "How often an account's figures and those of its young publications are collected, ISO 8601.")
    String collect_interval() default "PT1H";
}
