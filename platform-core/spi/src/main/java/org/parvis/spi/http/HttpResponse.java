package org.parvis.spi.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, read to its end.
 *
 * @param status as HTTP numbers it
 * @param headers by lower-case name
 * @param body as sent; do not change it
 */
public record HttpResponse(int status, Map<String, List<String>> headers, byte[] body) {
    /** The first header of a lower-case name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
