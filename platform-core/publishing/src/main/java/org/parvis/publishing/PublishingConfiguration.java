package org.parvis.publishing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.publishing}; the defaults here are the only ones. Durations are ISO 8601. */
@ObjectClassDefinition(name = "Publishing")
public @interface PublishingConfiguration {
    @AttributeDefinition(
            name = "Lateness",
            description = "How late a publication may still go out by itself; after that it is held for a person.")
    String lateness() default "PT12H";

    @AttributeDefinition(
            name = "First look",
            description =
                    "How long after a lost answer the network is first asked what became of it; later looks wait longer.")
    String first_look() default "PT5S";

    @AttributeDefinition(
            name = "Flight",
            description = "How long a request may still be on its way after its intent was committed.")
    String flight() default "PT1M";

    @AttributeDefinition(
            name = "Looks",
            description = "How often an undecided publication is looked up before a person is asked.")
    int looks() default 6;
}
