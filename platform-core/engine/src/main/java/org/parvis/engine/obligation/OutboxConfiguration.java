package org.parvis.engine.obligation;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.outbox}. */
@ObjectClassDefinition(name = "Outbox", description = "How obligations are claimed and repeated.")
public @interface OutboxConfiguration {
    @AttributeDefinition(
            description = "How often the table is looked through, ISO 8601. What this node adds itself is not delayed.")
    String poll() default "PT1S";

    @AttributeDefinition(description = "How many obligations one claim takes at most.")
    int batch() default 250;

    @AttributeDefinition(description = "How long a node that died keeps what it was handling, ISO 8601.")
    String lease() default "PT2M";

    @AttributeDefinition(description = "How many obligations are handled at the same time.")
    int threads() default 16;

    @AttributeDefinition(description = "An obligation is given up only after so many failed attempts in a row ...")
    int max_attempts() default 12;

    @AttributeDefinition(description = "... and only when it has been failing for so long, ISO 8601.")
    String max_age() default "P2D";

    @AttributeDefinition(description = "The version of this configuration.")
    String config_version() default "1";
}
