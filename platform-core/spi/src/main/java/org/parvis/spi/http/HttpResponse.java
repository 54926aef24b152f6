package org.parvis.spi.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, read to its end.
 *
 * @param headers by lower-case name
 */
public record HttpResponse(int status, Map<String, List<String>> headers, byte[] body) {
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
