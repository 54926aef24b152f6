package org.parvis.workspace;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator may set about people and sessions, in {@code org.parvis.workspace}. Durations are ISO-8601. */
@ObjectClassDefinition(
        id = WorkspaceSettings.PID,
        localization = "OSGI-INF/l10n/workspace",
        name = "%settings",
        description = "%settings.description")
@interface WorkspaceSettings {
    /** The configuration's PID. */
    String PID = "org.parvis.workspace";

    @AttributeDefinition(name = "%session.absolute", description = "%session.absolute.description")
    String session_absolute() default "PT12H";

    @AttributeDefinition(name = "%session.idle", description = "%session.idle.description")
    String session_idle() default "PT1H";

    @AttributeDefinition(
            name = "%password.iterations",
            description = "%password.iterations.description",
            min = "210000")
    int password_iterations() default 210_000;
}
