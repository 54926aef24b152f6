package org.parvis.engine.linkage;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The part of PID {@code org.parvis.core} that linking needs. */
@ObjectClassDefinition(localization = "OSGI-INF/l10n/core", name = "%settings", description = "%settings.description")
@interface LinkingConfiguration {
    @AttributeDefinition(name = "%public.url", description = "%public.url.description")
    String public_url() default "http://localhost:8080";

    /** Described here for the whole of the PID; the gateway reads it. */
    @AttributeDefinition(name = "%trusted.proxies", description = "%trusted.proxies.description")
    String[] trusted_proxies() default {};
}
