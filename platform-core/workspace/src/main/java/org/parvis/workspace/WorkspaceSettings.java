package org.parvis.workspace;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the operator may set about people and sessions, in {@code org.parvis.workspace}. Durations are ISO-8601. */
@ObjectClassDefinition(
        id = WorkspaceSettings.PID,
        name = "Parvis workspace",
        description = "People, sessions and passwords")
@interface WorkspaceSettings {
    /** The configuration's PID. */
    String PID = "org.parvis.workspace";

    @AttributeDefinition(name = "Longest session", description = "A login ends after this time, used or not")
    String session_absolute() default "PT12H";

    @AttributeDefinition(name = "Longest pause", description = "A login that nobody uses ends after this time")
    String session_idle() default "PT1H";

    @AttributeDefinition(
            name = "Password iterations",
            description =
                    "Rounds of PBKDF2-HMAC-SHA512; at least 210000. Raised ones reach everybody with their next login")
    int password_iterations() default 210_000;
}
