package org.parvis.engine.guard;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator may set for all networks, or for one by {@code org.parvis.guard~<id>}; the one source of the defaults. */
@ObjectClassDefinition(
        pid = "org.parvis.guard",
        factoryPid = "org.parvis.guard",
        localization = "OSGI-INF/l10n/guard",
        name = "%settings",
        description = "%settings.description")
@interface GuardConfiguration {
    @AttributeDefinition(name = "%threads", description = "%threads.description", min = "1")
    int threads() default 8;

    @AttributeDefinition(name = "%queue", description = "%queue.description", min = "0")
    int queue() default 64;

    @AttributeDefinition(name = "%timeout.read", description = "%timeout.read.description")
    String timeout_read() default "PT10S";

    @AttributeDefinition(name = "%timeout.write", description = "%timeout.write.description")
    String timeout_write() default "PT30S";

    @AttributeDefinition(name = "%timeout.media", description = "%timeout.media.description")
    String timeout_media() default "PT5M";

    @AttributeDefinition(name = "%timeout.pure", description = "%timeout.pure.description")
    String timeout_pure() default "PT2S";

    @AttributeDefinition(name = "%grace", description = "%grace.description")
    String grace() default "PT1S";

    @AttributeDefinition(name = "%drain", description = "%drain.description")
    String drain() default "PT15S";

    @AttributeDefinition(name = "%breaker.failures", description = "%breaker.failures.description", min = "1")
    int breaker_failures() default 10;

    @AttributeDefinition(name = "%breaker.window", description = "%breaker.window.description")
    String breaker_window() default "PT1M";

    @AttributeDefinition(name = "%breaker.pause", description = "%breaker.pause.description")
    String breaker_pause() default "PT30S";

    @AttributeDefinition(name = "%quarantine.defects", description = "%quarantine.defects.description", min = "1")
    int quarantine_defects() default 20;

    @AttributeDefinition(name = "%quarantine.window", description = "%quarantine.window.description")
    String quarantine_window() default "PT1H";
}
