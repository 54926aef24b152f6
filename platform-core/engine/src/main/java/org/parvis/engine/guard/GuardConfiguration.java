package org.parvis.engine.guard;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator may set for all networks, or for one by {@code org.parvis.guard~<id>}; the one source of the defaults. */
@ObjectClassDefinition(
        name = "Guard of the networks",
        description =
                "Bounds within which a network's plugin may work. org.parvis.guard~<network> overrides org.parvis.guard.",
        pid = "org.parvis.guard",
        factoryPid = "org.parvis.guard")
@interface GuardConfiguration {
    @AttributeDefinition(name = "Threads", description = "Calls at once, for reading and for writing each.")
    int threads() default 8;

    @AttributeDefinition(name = "Queue", description = "Calls that may wait for a thread; more are refused at once.")
    int queue() default 64;

    @AttributeDefinition(name = "Time for reading", description = "ISO-8601")
    String timeout_read() default "PT10S";

    @AttributeDefinition(name = "Time for writing", description = "ISO-8601")
    String timeout_write() default "PT30S";

    @AttributeDefinition(name = "Time for media", description = "ISO-8601")
    String timeout_media() default "PT5M";

    @AttributeDefinition(name = "Time for what is pure", description = "ISO-8601")
    String timeout_pure() default "PT2S";

    @AttributeDefinition(
            name = "Grace",
            description = "How long an interrupted call may take to end before its thread is given up.")
    String grace() default "PT1S";

    @AttributeDefinition(name = "Drain", description = "How long running calls may take when the plugin is stopped.")
    String drain() default "PT15S";

    @AttributeDefinition(
            name = "Failures",
            description = "So many failures, and half of all calls, in the window open the breaker.")
    int breaker_failures() default 10;

    @AttributeDefinition(name = "Window of the breaker", description = "ISO-8601")
    String breaker_window() default "PT1M";

    @AttributeDefinition(name = "Pause", description = "How long the open breaker refuses calls before one is tried.")
    String breaker_pause() default "PT30S";

    @AttributeDefinition(name = "Defects", description = "So many defects in the window put the network in quarantine.")
    int quarantine_defects() default 20;

    @AttributeDefinition(name = "Window of defects", description = "ISO-8601")
    String quarantine_window() default "PT1H";
}
