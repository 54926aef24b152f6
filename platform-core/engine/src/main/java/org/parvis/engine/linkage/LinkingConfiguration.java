package org.parvis.engine.linkage;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The part of PID {@code org.parvis.core} that linking needs. */
@ObjectClassDefinition(name = "Platform", description = "Where the platform is reached.")
@interface LinkingConfiguration {
    @AttributeDefinition(
            description =
                    "The address by which browsers reach the platform, without a slash at its end. Networks send people back"
                            + " to <public.url>/api/v1/oauth/callback; register exactly that there.")
    String public_url() default "http://localhost:8080";

    /** Described here for the whole of the PID; the gateway reads it. */
    @AttributeDefinition(
            description = "The addresses, in digits, of the proxies in front, whose word about where a request came from is"
                    + " believed.")
    String[] trusted_proxies() default {};
}
