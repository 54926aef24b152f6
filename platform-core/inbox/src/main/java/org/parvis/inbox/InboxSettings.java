package org.parvis.inbox;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the inbox, PID {@code org.parvis.inbox}. Durations are ISO 8601. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/inbox", name = "%settings", description = "%settings.description")
public @interface InboxSettings {
    @AttributeDefinition(name = "%poll.minimum", description = "%poll.minimum.description")
    String poll_minimum() default "PT1M";

    @AttributeDefinition(name = "%poll.maximum", description = "%poll.maximum.description")
    String poll_maximum() default "PT15M";

    @AttributeDefinition(name = "%poll.pushed", description = "%poll.pushed.description")
    String poll_pushed() default "PT1H";

    @AttributeDefinition(name = "%poll.latest", description = "%poll.latest.description")
    String poll_latest() default "PT4H";

    @AttributeDefinition(name = "%page.limit", description = "%page.limit.description", min = "1", max = "1000")
    int page_limit() default 100;

    @AttributeDefinition(name = "%recheck.interval", description = "%recheck.interval.description")
    String recheck_interval() default "PT1H";

    @AttributeDefinition(name = "%recheck.items", description = "%recheck.items.description", min = "2", max = "1000")
    int recheck_items() default 100;

    @AttributeDefinition(name = "%recheck.age", description = "%recheck.age.description")
    String recheck_age() default "P3D";

    @AttributeDefinition(name = "%recheck.reach", description = "%recheck.reach.description")
    String recheck_reach() default "P30D";

    @AttributeDefinition(name = "%lateness", description = "%lateness.description")
    String lateness() default "P1D";
}
