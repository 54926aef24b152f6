package org.parvis.media;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.media}; the defaults here are the only ones. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/media", name = "%settings", description = "%settings.description")
public @interface MediaConfiguration {
    @AttributeDefinition(name = "%folder", description = "%folder.description")
    String folder() default "";

    @AttributeDefinition(name = "%largest.mebibytes", description = "%largest.mebibytes.description", min = "1")
    int largest_mebibytes() default 2048;

    @AttributeDefinition(name = "%room.mebibytes", description = "%room.mebibytes.description", min = "0")
    int room_mebibytes() default 1024;
}
