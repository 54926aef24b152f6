package org.parvis.media;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.media}; the defaults here are the only ones. */
@ObjectClassDefinition(name = "Media library")
public @interface MediaConfiguration {
    @AttributeDefinition(
            name = "Folder",
            description =
                    "Where files are kept, as an absolute path; empty for 'media' in the platform's home. All nodes"
                            + " must see the same folder.")
    String folder() default "";

    @AttributeDefinition(name = "Largest file", description = "In mebibytes.")
    int largest_mebibytes() default 2048;

    @AttributeDefinition(
            name = "Room left",
            description = "In mebibytes: files are refused that would leave less room than this on the disk.")
    int room_mebibytes() default 1024;
}
