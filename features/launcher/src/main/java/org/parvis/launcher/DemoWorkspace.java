package org.parvis.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the demo as a person would: a workspace with its owner by the console, then, logged in over the REST API, a brand
 * for each organisation that the simulators know, and its account linked through the network's own authorisation page.
 * What is there already is left alone, so that it can be repeated.
 */
final class DemoWorkspace {
    private static final String OWNER = "demo@parvis.example";
    private static final String SESSION = "__Host-parvis";
    private static final String LINK = "__Host-parvis-link";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final URI api;
    private String csrf = "";

    private DemoWorkspace(URI address) {
        this.api = address.resolve("/api/v1/");
    }

    /** @param home where the owner's password is kept, readable by its owner only */
    static void prepare(Path home, int sshPort, URI address, URI control) throws IOException, InterruptedException {
        Path secret = home.resolve("demo.password");
        if (!Files.exists(secret)) {
            createWorkspace(home, sshPort, secret);
        }
        DemoWorkspace demo = new DemoWorkspace(address);
        demo.login(Files.readString(secret).trim());
        demo.linkAll(control);
        demo.call("POST", "synchronisations", null);
        System.out.println(OWNER);
    }

    private static void createWorkspace(Path home, int sshPort, Path secret) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Console.execute(
                home.resolve("etc"),
                sshPort,
                "social:workspace-create --json --name Demo --owner " + OWNER + " --owner-name Demo",
                out);
        String printed = out.toString(StandardCharsets.UTF_8);
        if (status != 0) {
            throw new IOException("the demo workspace could not be created: " + printed.strip());
        }
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, JSON.readTree(printed).path("password").asText());
    }

    private void login(String password) throws IOException, InterruptedException {
        ObjectNode login = JSON.createObjectNode().put("email", OWNER).put("password", password);
        csrf = call("POST", "session", login).path("csrfToken").asText();
    }

    private void linkAll(URI control) throws IOException, InterruptedException {
        Map<String, String> brands = all("brands", "name", "id");
        Set<String> linked = new HashSet<>(all("accounts", "remoteId", "id").keySet());
        for (JsonNode organisation : organisations(control)) {
            if (!linked.contains(organisation.path("id").asText())) {
                String handle = organisation.path("handle").asText();
                String name = organisation.path("name").asText(handle);
                String brand = brands.containsKey(name)
                        ? brands.get(name)
                        : call("POST", "brands", JSON.createObjectNode().put("name", name))
                                .path("id")
                                .asText();
                brands.put(name, brand);
                link(brand, handle);
            }
        }
    }

    private JsonNode organisations(URI control) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control + "/control/twitter/accounts"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        JsonNode answer = JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        return answer.isArray() ? answer : answer.path("accounts");
    }

    /** Through the network's page, which sends the browser back with a code. */
    private void link(String brand, String handle) throws IOException, InterruptedException {
        String authorise = call(
                        "POST",
                        "accounts/links",
                        JSON.createObjectNode().put("brand", brand).put("network", "twitter"))
                .path("authorizeAddress")
                .asText();
        HttpRequest allow = HttpRequest.newBuilder(URI.create(authorise + "&account=" + handle + "&decision=allow"))
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> answer = http.send(allow, HttpResponse.BodyHandlers.ofString());
        URI back = URI.create(answer.headers()
                .firstValue("location")
                .orElseThrow(
                        () -> new IOException("the network did not let @" + handle + " authorise: " + answer.body())));
        call("GET", "oauth/callback?" + back.getRawQuery(), null);
    }

    /** Every entry of a list, one member by another. */
    private Map<String, String> all(String list, String key, String value) throws IOException, InterruptedException {
        Map<String, String> found = new HashMap<>();
        String after = "";
        do {
            JsonNode page = call("GET", list + "?limit=200" + (after.isEmpty() ? "" : "&after=" + after), null);
            page.path("items")
                    .forEach(i -> found.put(i.path(key).asText(), i.path(value).asText()));
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return found;
    }

    private JsonNode call(String method, String route, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve(route))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!method.equals("GET")) {
            request.header("X-Parvis-CSRF", csrf)
                    .header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (!cookies.isEmpty()) {
            StringBuilder header = new StringBuilder();
            cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", header.toString());
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("set-cookie").forEach(this::keep);
        if (answer.statusCode() >= 300) {
            throw new IOException(method + " /api/v1/" + route.replaceAll("\\?.*", "") + " answered "
                    + answer.statusCode() + ": " + answer.body());
        }
        return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }

    private void keep(String header) {
        for (HttpCookie cookie : HttpCookie.parse(header)) {
            if (cookie.getName().equals(SESSION) || cookie.getName().equals(LINK)) {
                cookies.put(cookie.getName(), cookie.getValue());
            }
        }
    }
}
