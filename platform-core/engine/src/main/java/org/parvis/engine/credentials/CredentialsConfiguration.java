package org.parvis.engine.credentials;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** PID {@code org.parvis.credentials}. */
@ObjectClassDefinition(name = "Credentials", description = "Where the keys lie that seal what networks granted.")
@interface CredentialsConfiguration {
    @AttributeDefinition(
            description =
                    "The key file. Empty: keys/credentials.keys in the platform's home. All nodes on one database need the"
                            + " same.")
    String key_file() default "";

    @AttributeDefinition(description = "The version of this configuration.")
    String config_version() default "1";
}
