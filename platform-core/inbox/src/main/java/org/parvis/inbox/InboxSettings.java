package org.parvis.inbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the inbox, PID {@code org.parvis.inbox}. Durations are ISO 8601. */
@ObjectClassDefinition(name = "Parvis inbox", description = "How often and how much is fetched.")
public @interface InboxSettings {
    @AttributeDefinition(
            name = "Shortest pause",
            description = "Between two rounds of a feed in which something came in.")
    String poll_minimum() default "PT1M";

    @AttributeDefinition(name = "Longest pause", description = "Between two rounds of a feed in which nothing happens.")
    String poll_maximum() default "PT15M";

    @AttributeDefinition(
            name = "Page size",
            description = "How many messages are asked for at once.",
            min = "1",
            max = "1000")
    int page_limit() default 100;

    @AttributeDefinition(
            name = "Recheck interval",
            description = "How often recent unanswered messages are looked at again for edits and deletions.")
    String recheck_interval() default "PT1H";

    @AttributeDefinition(name = "Recheck age", description = "How old such a message may be.")
    String recheck_age() default "P3D";
}
