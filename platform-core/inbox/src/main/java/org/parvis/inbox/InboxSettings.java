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

    @AttributeDefinition(
            name = "Longest pause",
            description =
                    "Between two rounds of a feed in which nothing happens, as long as the network's budgets last.")
    String poll_maximum() default "PT15M";

    @AttributeDefinition(
            name = "Longest pause with pushes",
            description = "The same for a feed whose news the network pushes.")
    String poll_pushed() default "PT1H";

    @AttributeDefinition(
            name = "Latest",
            description = "No feed is looked at less often than this, however little of the budgets is left.")
    String poll_latest() default "PT4H";

    @AttributeDefinition(
            name = "Page size",
            description = "How many messages are asked for at once.",
            min = "1",
            max = "1000")
    int page_limit() default 100;

    @AttributeDefinition(
            name = "Recheck interval",
            description = "How often messages that are known are looked at again for edits and deletions.")
    String recheck_interval() default "PT1H";

    @AttributeDefinition(
            name = "Recheck size",
            description =
                    "How many of them are asked about each time: half of these are the newest unanswered ones, the"
                            + " rest walks back over everything.",
            min = "2",
            max = "1000")
    int recheck_items() default 100;

    @AttributeDefinition(
            name = "Recheck age",
            description = "How old an unanswered message may be to be looked at each time.")
    String recheck_age() default "P3D";

    @AttributeDefinition(name = "Recheck reach", description = "How far the walk over everything goes back.")
    String recheck_reach() default "P30D";
}
