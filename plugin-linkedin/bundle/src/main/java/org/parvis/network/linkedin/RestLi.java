package org.parvis.network.linkedin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How Rest.li 2.0 writes values into addresses: the signs of lists and records stand as they are, everything inside them is
 * escaped. A generic encoder would escape both or neither, and LinkedIn then reads one long text instead of a list.
 */
final class RestLi {
    private RestLi() {}

    /** A text, number or flag; a list as {@code List(a,b)}; a map as {@code (k:v,l:w)}. */
    static String encode(Object value) {
        if (value instanceof Collection<?> list) {
            StringJoiner joined = new StringJoiner(",", "List(", ")");
            list.forEach(element -> joined.add(encode(element)));
            return joined.toString();
        }
        if (value instanceof Map<?, ?> members) {
            StringJoiner joined = new StringJoiner(",", "(", ")");
            members.forEach((name, member) -> joined.add(encode(name) + ":" + encode(member)));
            return joined.toString();
        }
        String text = value.toString();
        return text.isEmpty() ? "''" : escape(text);
    }

    /** A query out of parameters, in their order; those without a value are left out. */
    static String query(Map<String, ? extends @Nullable Object> parameters) {
        StringJoiner joined = new StringJoiner("&");
        parameters.forEach((name, value) -> {
            if (value != null) {
                joined.add(escape(name) + "=" + encode(value));
            }
        });
        return joined.toString();
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~")
                .replace("%21", "!");
    }
}
