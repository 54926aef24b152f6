package org.parvis.toolkit.descriptor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place in the JSON tree that knows its path. Reading what does not fit notes a problem and goes on with a harmless value,
 * so that one run finds everything. Not thread-safe.
 */
final class Member {
    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final Set<String> read = new HashSet<>();

    Member(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    boolean exists() {
        return !node.isMissingNode() && !node.isNull();
    }

    String path() {
        return path;
    }

    JsonNode node() {
        return node;
    }

    void problem(String mend) {
        problems.add(path, node, mend);
    }

    /** A member of this object; missing where there is none. */
    Member at(String name) {
        read.add(name);
        JsonNode child = node.isObject() ? node.path(name) : MissingNode.getInstance();
        return new Member(child, path + "/" + name.replace("~", "~0").replace("/", "~1"), problems);
    }

    /** Notes every member that nobody asked for: most often a typing error. */
    void nothingElse() {
        node.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                problems.add(path + "/" + name, node.get(name), "unknown member; here stand only " + sorted(read));
            }
        });
    }

    boolean object() {
        return shaped(node.isObject(), "must be an object");
    }

    String text() {
        if (!shaped(node.isTextual() && !node.asText().isBlank(), "must be a text that is not empty")) {
            return "?";
        }
        return node.asText();
    }

    /** A text that may be empty. */
    String anyText() {
        return shaped(node.isTextual(), "must be a text") ? node.asText() : "";
    }

    boolean bool(boolean otherwise) {
        if (!exists()) {
            return otherwise;
        }
        return shaped(node.isBoolean(), "must be true or false") && node.asBoolean();
    }

    double decimal(double minimum) {
        boolean fits = node.isNumber() && node.doubleValue() >= minimum;
        return shaped(fits, "must be a number of at least " + minimum) ? node.doubleValue() : minimum;
    }

    long number(long minimum) {
        boolean fits = node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= minimum;
        return shaped(fits, "must be a whole number of at least " + minimum) ? node.asLong() : Math.max(minimum, 1);
    }

    int count(int minimum) {
        long value = number(minimum);
        if (value > Integer.MAX_VALUE) {
            problem("is too large");
            return minimum;
        }
        return (int) value;
    }

    Duration duration() {
        try {
            Duration value = Duration.parse(node.asText());
            if (shaped(node.isTextual() && !value.isNegative(), "must not be negative")) {
                return value;
            }
        } catch (DateTimeException e) {
            shaped(false, "must be an ISO-8601 duration such as \"PT15M\" or \"P1D\"");
        }
        return Duration.ofSeconds(1);
    }

    @Nullable
    ZoneId zone() {
        if (!exists()) {
            return null;
        }
        try {
            return ZoneId.of(node.asText());
        } catch (DateTimeException e) {
            problem("must be a time zone such as \"America/Los_Angeles\" or \"UTC\"");
            return null;
        }
    }

    /** An absolute https address without user, fragment or surprises. */
    URI address() {
        try {
            URI value = new URI(node.asText());
            boolean fits = "https".equals(value.getScheme())
                    && value.getHost() != null
                    && value.getRawUserInfo() == null
                    && value.getRawFragment() == null;
            if (shaped(fits, "must be an absolute https address without user name and fragment")) {
                return value;
            }
        } catch (URISyntaxException e) {
            shaped(false, "is not an address (" + e.getReason() + ")");
        }
        return URI.create("https://unknown.invalid");
    }

    <E extends Enum<E>> E constant(Class<E> type, E otherwise) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(node.asText())) {
                return constant;
            }
        }
        shaped(false, "must be one of " + Arrays.toString(type.getEnumConstants()));
        return otherwise;
    }

    /** The elements of this array; none where it is missing. */
    <T> List<T> list(Function<Member, T> reader) {
        List<T> values = new ArrayList<>();
        if (exists() && shaped(node.isArray(), "must be an array")) {
            for (int i = 0; i < node.size(); i++) {
                values.add(reader.apply(new Member(node.get(i), path + "/" + i, problems)));
            }
        }
        return values;
    }

    /** The members of this object; none where it is missing. */
    <T> Map<String, T> map(Function<Member, T> reader) {
        Map<String, T> values = new LinkedHashMap<>();
        if (exists() && object()) {
            node.fieldNames().forEachRemaining(name -> values.put(name, reader.apply(at(name))));
        }
        return values;
    }

    private boolean shaped(boolean fits, String mend) {
        if (!fits) {
            problem(node.isMissingNode() ? "is missing; it " + mend : mend);
        }
        return fits;
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
