package org.parvis.tck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** The headers of an OSGi manifest, as far as rules about them need it (OSGi Core 3.2.3, common header syntax). */
final class Manifests {
    private Manifests() {}

    /** @param parameters attributes and directives, these with their colon: {@code resolution:} */
    record Clause(String name, Map<String, String> parameters) {}

    static List<Clause> clauses(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        List<Clause> clauses = new ArrayList<>();
        for (String clause : split(value, ',')) {
            List<String> parts = split(clause, ';');
            Map<String, String> parameters = new LinkedHashMap<>();
            List<String> names = new ArrayList<>();
            for (String part : parts) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    names.add(part);
                } else {
                    parameters.put(part.substring(0, equals).trim(), unquoted(part.substring(equals + 1)));
                }
            }
            names.forEach(name -> clauses.add(new Clause(name, parameters)));
        }
        return clauses;
    }

    private static String unquoted(String value) {
        String trimmed = value.trim();
        return trimmed.length() > 1 && trimmed.startsWith("\"") ? trimmed.substring(1, trimmed.length() - 1) : trimmed;
    }

    private static List<String> split(@Nullable String value, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (char c : (value == null ? "" : value).toCharArray()) {
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(part.toString().trim());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().trim());
        parts.removeIf(String::isEmpty);
        return parts;
    }
}
