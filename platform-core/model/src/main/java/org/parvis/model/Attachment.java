package org.parvis.model;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A picture, film or file that hangs on a message; the address is the network's and is only fetched through the platform.
 *
 * @param type IANA media type, or {@code application/octet-stream} where the network does not say
 * @param alternativeText what it shows, in words; null where the network does not say
 */
public record Attachment(String type, URI address, @Nullable String alternativeText) {}
