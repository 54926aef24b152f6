package org.parvis.engine.credentials;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.credentials}. */
@ObjectClassDefinition(
        localization = "OSGI-INF/l10n/credentials",
        name = "%settings",
        description = "%settings.description")
@interface CredentialsConfiguration {
    @AttributeDefinition(name = "%key.file", description = "%key.file.description")
    String key_file() default "";

    @AttributeDefinition(name = "%config.version", description = "%config.version.description")
    String config_version() default "1";
}
