package org.parvis.publishing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.publishing}; the defaults here are the only ones. Durations are ISO 8601. */
@ObjectClassDefinition(
        localization = "OSGI-INF/l10n/publishing",
        name = "%settings",
        description = "%settings.description")
public @interface PublishingConfiguration {
    @AttributeDefinition(name = "%lateness", description = "%lateness.description")
    String lateness() default "PT12H";

    @AttributeDefinition(name = "%first.look", description = "%first.look.description")
    String first_look() default "PT5S";

    @AttributeDefinition(name = "%flight", description = "%flight.description")
    String flight() default "PT1M";

    @AttributeDefinition(name = "%looks", description = "%looks.description", min = "1")
    int looks() default 6;

    @AttributeDefinition(name = "%exchanges.kept", description = "%exchanges.kept.description")
    String exchanges_kept() default "P90D";
}
