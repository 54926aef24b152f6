package org.parvis.engine.obligation;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.outbox}. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/outbox", name = "%settings", description = "%settings.description")
public @interface OutboxConfiguration {
    @AttributeDefinition(name = "%poll", description = "%poll.description")
    String poll() default "PT1S";

    @AttributeDefinition(name = "%batch", description = "%batch.description", min = "1")
    int batch() default 250;

    @AttributeDefinition(name = "%lease", description = "%lease.description")
    String lease() default "PT2M";

    @AttributeDefinition(name = "%threads", description = "%threads.description", min = "1")
    int threads() default 16;

    @AttributeDefinition(name = "%max.attempts", description = "%max.attempts.description", min = "1")
    int max_attempts() default 12;

    @AttributeDefinition(name = "%max.age", description = "%max.age.description")
    String max_age() default "P2D";

    @AttributeDefinition(name = "%config.version", description = "%config.version.description")
    String config_version() default "1";
}
