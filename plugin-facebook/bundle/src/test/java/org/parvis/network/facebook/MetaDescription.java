package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parvis.toolkit.json.Json;

/**
 * What Meta generates its own libraries from: node types with their fields, edges, parameters and enumerations. It lags the
 * documentation (April 2026), so that what it lacks is listed by whoever judges with it, with the reason.
 */
final class MetaDescription {

    private static final Path FOLDER = Path.of("networks/specs/meta/facebook-business-sdk-codegen");

    /** Taken by every list or every request; the description names them nowhere. */
    private static final Set<String> EVERYWHERE =
            Set.of("fields", "limit", "after", "before", "since", "until", "appsecret_proof", "access_token");

    /** Types that edges return and that have no file of their own in the description. */
    private static final Set<String> UNDESCRIBED = Set.of(
            "", "Object", "UnifiedMessage", "Permission", "ContentPublishingLimitResponse", "UserSubscribedAppsData");

    /** What edges of the API for Instagram Login call by a name of its own. */
    private static final Map<String, String> ALIASES = Map.of("Media", "IGMedia");

    /** Objects whose fields are looked at where they are nested. */
    private static final Set<String> NESTED = Set.of("Comment", "IGComment");

    /** Type and name, and why it is right all the same. */
    private final Map<String, String> added;

    private final Set<String> used = new HashSet<>();
    private final Map<String, JsonNode> types = new HashMap<>();
    private final Map<String, Set<String>> enumerations = new HashMap<>();

    /** @param added what is right although the description lacks it: type and name, and why */
    MetaDescription(Map<String, String> added) throws IOException {
        this.added = Map.copyOf(added);
        for (JsonNode each : Json.parse(Files.readAllBytes(Shared.path(FOLDER + "/enum_types.json")))
                .orElseThrow()) {
            Set<String> values = new HashSet<>();
            Json.at(each, "values").forEach(value -> values.add(value.asText()));
            enumerations.put(Json.textOr("", each, "name"), values);
        }
    }

    private boolean isAdded(String name) {
        if (added.containsKey(name)) {
            used.add(name);
        }
        return added.containsKey(name);
    }

    /** What was added for nothing. */
    Set<String> unused() {
        Set<String> unused = new HashSet<>(added.keySet());
        unused.removeAll(used);
        return unused;
    }

    /** What is wrong with a request; empty where the description knows all of it. */
    List<String> problems(String method, String type, String edge, Map<String, String> parameters) throws IOException {
        List<String> problems = new ArrayList<>();
        String line = method + " " + type + (edge.isEmpty() ? "" : "/" + edge);
        JsonNode operation = operation(type, method, edge);
        if (operation == null) {
            if (!isAdded(line)) {
                problems.add(line + " is not described");
            }
            return problems;
        }
        Map<String, String> known = new HashMap<>();
        Json.list(operation, "params")
                .forEach(each -> known.put(Json.textOr("", each, "name"), Json.textOr("", each, "type")));
        parameters.forEach((name, value) -> {
            String plain = name.replaceFirst("\\[\\d+]$", "");
            if (!known.containsKey(plain) && !EVERYWHERE.contains(plain) && !isAdded(line + "." + plain)) {
                problems.add(line + " takes no " + plain);
            }
            Set<String> values = enumerations.get(element(known.getOrDefault(plain, "")));
            if (values != null) {
                for (String one : value.split(",")) {
                    if (values.stream().noneMatch(one::equalsIgnoreCase)) {
                        problems.add(line + ": " + plain + " is never " + one);
                    }
                }
            }
        });
        String returned = Json.textOr("", operation, "return");
        String shown = edge.isEmpty() ? type : ALIASES.getOrDefault(returned, returned);
        if (parameters.containsKey("fields")) {
            problems.addAll(fields(shown, parameters.get("fields")));
        }
        return problems;
    }

    private static String element(String type) {
        return type.startsWith("list<") ? type.substring(5, type.length() - 1) : type;
    }

    private JsonNode operation(String type, String method, String edge) throws IOException {
        for (JsonNode api : Json.list(type(type), "apis")) {
            boolean same = edge.isEmpty()
                    ? Json.textOr("", api, "name").startsWith("#")
                    : Json.textOr("", api, "endpoint").equals(edge);
            if (same && Json.textOr("", api, "method").equals(method)) {
                return api;
            }
        }
        return null;
    }

    private JsonNode type(String name) throws IOException {
        if (!types.containsKey(name)) {
            types.put(
                    name,
                    Json.parse(Files.readAllBytes(Shared.path(FOLDER + "/" + name + ".json")))
                            .orElseThrow());
        }
        return types.get(name);
    }

    private List<String> fields(String type, String fields) throws IOException {
        List<String> problems = new ArrayList<>();
        if (UNDESCRIBED.contains(type)) {
            return problems;
        }
        Map<String, String> edges = new HashMap<>();
        Set<String> known = new HashSet<>();
        Json.list(type(type), "fields").forEach(field -> known.add(Json.textOr("", field, "name")));
        Json.list(type(type), "apis").forEach(api -> {
            if (Json.textOr("", api, "method").equals("GET")) {
                edges.put(Json.textOr("", api, "endpoint"), Json.textOr("", api, "return"));
            }
        });
        for (String field : split(fields)) {
            String name = field.replaceFirst("[.{(].*$", "");
            if (!known.contains(name) && !edges.containsKey(name) && !isAdded(type + "." + name)) {
                problems.add(type + " has no " + name);
            }
            int below = field.indexOf('{');
            String nested = edges.getOrDefault(name, "");
            if (below > 0 && NESTED.contains(nested)) {
                problems.addAll(fields(nested, field.substring(below + 1, field.lastIndexOf('}'))));
            }
        }
        return problems;
    }

    /** The names on the outermost level. */
    static List<String> split(String fields) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= fields.length(); i++) {
            char c = i == fields.length() ? ',' : fields.charAt(i);
            depth += c == '{' || c == '(' ? 1 : c == '}' || c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(fields.substring(start, i));
                start = i + 1;
            }
        }
        return parts;
    }
}
