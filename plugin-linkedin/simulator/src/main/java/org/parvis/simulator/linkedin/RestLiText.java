package org.parvis.simulator.linkedin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values as Rest.li 2.0 writes them into addresses: texts with every reserved sign escaped, {@code List(a,b)},
 * {@code (k:v,l:w)}. A sign that stands unescaped inside a text is refused, as LinkedIn would take it for structure.
 */
final class RestLiText {
    private final String raw;
    private int at;

    private RestLiText(String raw) {
        this.raw = raw;
    }

    /** A text, a list or a map; 400 where it is none. */
    static Object read(String raw) {
        RestLiText reader = new RestLiText(raw);
        Object value = reader.value();
        if (reader.at != raw.length()) {
            throw refused(raw);
        }
        return value;
    }

    /** The parameters of a query. */
    static Map<String, Object> query(String raw) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(unescape(pair.substring(0, equals)), read(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private Object value() {
        if (raw.startsWith("List(", at)) {
            at += 5;
            List<Object> list = new ArrayList<>();
            while (!take(')')) {
                if (!list.isEmpty()) {
                    expect(',');
                }
                list.add(value());
            }
            return list;
        }
        if (take('(')) {
            Map<String, Object> members = new LinkedHashMap<>();
            while (!take(')')) {
                if (!members.isEmpty()) {
                    expect(',');
                }
                String name = text();
                expect(':');
                members.put(name, value());
            }
            return members;
        }
        return text();
    }

    private String text() {
        int from = at;
        while (at < raw.length() && "(),:".indexOf(raw.charAt(at)) < 0) {
            at++;
        }
        String text = raw.substring(from, at);
        return text.equals("''") ? "" : unescape(text);
    }

    private boolean take(char sign) {
        if (at < raw.length() && raw.charAt(at) == sign) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char sign) {
        if (!take(sign)) {
            throw refused(raw);
        }
    }

    private static String unescape(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(text);
        }
    }

    private static Refusal refused(String raw) {
        return new Refusal(400, 0, "PARAM_INVALID", "Invalid value, could not be read as Rest.li 2.0: " + raw);
    }
}
