package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parvis.spi.http.HttpRequest;
import org.parvis.toolkit.json.Json;

/**
 * Requests to Meta's Graph APIs, judged by what Meta generates its own libraries from. Used here and by the tests over the
 * whole platform; not thread-safe.
 */
public final class DescribedRequests {
    private static final Pattern PART =
            Pattern.compile("name=\"([^\"]+)\"(; filename)?[^\\r]*\\r\\n(?:Content-Type[^\\r]*\\r\\n)?\\r\\n([^\\r]*)");

    /** Neither nodes nor edges: described in prose alone. */
    private static final Pattern IN_PROSE =
            Pattern.compile("/(?:oauth|debug_token|video-upload|access_token|refresh_access_token)\\b.*");

    private static final Map<String, String> OF_FACEBOOK = Map.of(
            "Page.tasks", "a field of the edge /me/accounts alone",
            "POST Page/photos.source", "a file; the description names the address only",
            "Application.subscribed_fields", "a field of the edge /subscribed_apps alone");

    private final MetaDescription description;
    private final UnaryOperator<String> types;

    /**
     * @param added what is right although the description lacks it: type and name, and why
     * @param types the type of a node by its id; empty where nothing describes it
     */
    public DescribedRequests(Map<String, String> added, UnaryOperator<String> types) throws IOException {
        this.description = new MetaDescription(added);
        this.types = types;
    }

    /** As Facebook's pages are spoken to. */
    public static DescribedRequests ofFacebook(UnaryOperator<String> types) throws IOException {
        return new DescribedRequests(OF_FACEBOOK, types);
    }

    /** What was added for nothing. */
    public Set<String> unused() {
        return description.unused();
    }

    /** What is wrong with a request; empty where the description knows all of it. */
    public Set<String> problems(HttpRequest request) throws IOException {
        String path = request.address().getPath().replaceFirst("^/v\\d+\\.0", "");
        Set<String> problems = new TreeSet<>();
        if (IN_PROSE.matcher(path).matches()) {
            return problems;
        }
        Map<String, String> parameters = parameters(request);
        if (path.equals("/") || path.isEmpty()) {
            for (JsonNode part : Json.parse(parameters.get("batch")).orElseThrow()) {
                String[] address = part.get("relative_url").asText().split("\\?", 2);
                judge("GET", "/" + address[0], decode(address.length > 1 ? address[1] : ""), problems);
            }
            return problems;
        }
        judge(request.method(), path, parameters, problems);
        return problems;
    }

    private void judge(String method, String path, Map<String, String> parameters, Set<String> problems)
            throws IOException {
        String[] parts = path.substring(1).split("/");
        String type = types.apply(parts[0]);
        if (!type.isEmpty()) {
            problems.addAll(description.problems(method, type, parts.length > 1 ? parts[1] : "", parameters));
        }
    }

    private static Map<String, String> parameters(HttpRequest request) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(decode(request.address().getRawQuery()));
        String type = request.headers().getOrDefault("Content-Type", "");
        byte[] bytes = request.body();
        if (bytes == null) {
            return all;
        }
        String body = new String(bytes, StandardCharsets.ISO_8859_1);
        if (type.startsWith("application/x-www-form")) {
            all.putAll(decode(body));
        } else if (type.startsWith("application/json")) {
            Json.parse(bytes)
                    .orElseThrow()
                    .properties()
                    .forEach(
                            member -> all.put(member.getKey(), member.getValue().asText()));
        } else {
            Matcher part = PART.matcher(body);
            while (part.find()) {
                all.put(part.group(1), part.group(2) == null ? part.group(3) : "");
            }
        }
        return all;
    }

    private static Map<String, String> decode(String query) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
            String[] parts = pair.split("=", 2);
            all.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "");
        }
        return all;
    }
}
