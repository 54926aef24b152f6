package org.parvis.installer.service;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.installer}. */
@ObjectClassDefinition(
        localization = "OSGI-INF/l10n/installer",
        name = "%settings",
        description = "%settings.description")
@interface InstallerConfiguration {
    @AttributeDefinition(name = "%unsigned", description = "%unsigned.description")
    boolean unsigned() default false;

    @AttributeDefinition(name = "%keys.folder", description = "%keys.folder.description")
    String keys_folder() default "";

    @AttributeDefinition(name = "%deploy.folder", description = "%deploy.folder.description")
    String deploy_folder() default "";

    @AttributeDefinition(name = "%operators", description = "%operators.description")
    String operators() default "";

    @AttributeDefinition(name = "%update.timeout", description = "%update.timeout.description")
    String update_timeout() default "PT30S";

    @AttributeDefinition(name = "%drain", description = "%drain.description")
    String drain() default "PT30S";

    @AttributeDefinition(name = "%probation", description = "%probation.description")
    String probation() default "PT10M";

    @AttributeDefinition(name = "%probation.calls", description = "%probation.calls.description")
    int probation_calls() default 20;

    @AttributeDefinition(name = "%probation.margin", description = "%probation.margin.description")
    int probation_margin() default 20;

    @AttributeDefinition(name = "%config.version", description = "%config.version.description")
    String config_version() default "1";
}
