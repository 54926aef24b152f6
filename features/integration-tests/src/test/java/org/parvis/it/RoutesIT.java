package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Walks every route that the platform itself describes, so that a new one is covered without being named here; one that names
 * something this test has no example of fails it.
 */
@SharedWorld
class RoutesIT {
    /** What anybody may do with their own login, whatever their role. */
    private static final Set<String> OF_ONESELF = Set.of(
            "logIn",
            "logOut",
            "rotateSession",
            "switchWorkspace",
            "changePassword",
            "endSession",
            "createToken",
            "revokeToken");
    /** What not even an owner reads: networks are the operator's. */
    private static final Set<String> OF_THE_OPERATOR = Set.of("listInstallations");
    /** Streams; {@link LiveUpdatesIT} looks at them. */
    private static final Set<String> STREAMS = Set.of("listenToEvents");
    /** Ids in paths that belong to no workspace. */
    private static final Set<String> PUBLIC = Set.of("network");

    @Test
    void whoIsNotLoggedInIsToldSoByEveryRoute(World world) throws Exception {
        Api nobody = world.nobody();
        List<String> wrong = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            Api.Answer answer = walk(nobody, route, world.ids());
            boolean refused = answer.status() == 401;
            if (refused == route.isAnonymous() && !route.id().equals("logIn")) {
                wrong.add(route + " " + answer);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void anotherWorkspacesIdsAnswer404OnEveryRoute(World world) throws Exception {
        Map<String, String> ids = world.ids();
        List<String> before = possessions(world);
        Api stranger = world.stranger();
        List<String> wrong = new ArrayList<>();
        Set<String> walked = new TreeSet<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            if (STREAMS.contains(route.id()) || !namesSomethingOfAWorkspace(world, route)) {
                continue;
            }
            walked.add(route.id());
            Api.Answer answer = walk(stranger, route, ids);
            if (answer.status() != 404) {
                wrong.add(route + " " + answer);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(walked).hasSizeGreaterThan(30);
        assertThat(possessions(world)).as("nothing was changed").isEqualTo(before);
    }

    @Test
    void listsShowNothingOfAnotherWorkspaceWhateverTheyAreAskedFor(World world) throws Exception {
        Map<String, String> ids = world.ids();
        Api stranger = world.stranger();
        List<String> wrong = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            if (route.isChanging()
                    || route.path().contains("{")
                    || STREAMS.contains(route.id())
                    || route.isAnonymous()) {
                continue;
            }
            List<String> queries = new ArrayList<>(List.of(""));
            for (String parameter : List.of("account", "brand")) {
                if (route.takes(parameter)) {
                    queries.add("?" + parameter + "=" + ids.get(parameter));
                }
            }
            for (String query : queries) {
                Api.Answer answer = stranger.get(route.path() + query);
                for (Map.Entry<String, String> id : ids.entrySet()) {
                    boolean asked = query.contains(id.getValue());
                    if (!PUBLIC.contains(id.getKey()) && !asked && answer.text().contains(id.getValue())) {
                        wrong.add(route + query + " shows " + id.getKey() + ": " + answer);
                    }
                }
                if (!query.isEmpty()
                        && answer.status() == 200
                        && !answer.body().path("items").isEmpty()) {
                    wrong.add(route + query + " answers with content: " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whoMayOnlyReadChangesNothing(World world) throws Exception {
        List<String> before = possessions(world);
        Api viewer = world.viewer();
        List<String> wrong = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            if (route.isChanging() && !route.isAnonymous() && !OF_ONESELF.contains(route.id())) {
                Api.Answer answer = walk(viewer, route, world.ids());
                if (answer.status() != 403) {
                    wrong.add(route + " " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(possessions(world)).as("nothing was changed").isEqualTo(before);
    }

    @Test
    void refusalsStandInTheAuditTrail(World world) throws Exception {
        Api.Answer refused = walk(world.viewer(), route(world, "createBrand"), world.ids());
        assertThat(refused.status()).isEqualTo(403);
        JsonNode latest = world.owner().get("/v1/audit?limit=50").body().path("items");
        assertThat(latest).anySatisfy(entry -> {
            assertThat(entry.path("action").asText()).isEqualTo("access.refuse");
            assertThat(entry.path("subject").asText()).isEqualTo("POST /api/v1/brands");
        });
    }

    @Test
    void malformedIdsNameNothing(World world) throws Exception {
        Api owner = world.owner();
        List<String> wrong = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            if (!route.path().contains("{") || route.isAnonymous()) {
                continue;
            }
            for (String malformed :
                    List.of("0", "not-an-id", "1-1-1-1-1", "%27%20or%201%3D1--", UUID.randomUUID() + "x")) {
                Map<String, String> ids = new LinkedHashMap<>(world.ids());
                ids.replaceAll((name, id) -> route.path().contains("{" + name + "}") ? malformed : id);
                Api.Answer answer = walk(owner, route, ids);
                if (answer.status() != 404) {
                    wrong.add(route + " with " + malformed + ": " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void ownerReadsEveryRouteAsDescribed(World world) throws Exception {
        Api owner = world.owner();
        List<String> wrong = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            if (!route.isChanging()
                    && !STREAMS.contains(route.id())
                    && !route.isAnonymous()
                    && !route.id().equals("completeLink")) {
                // The client compares every answer with the description.
                Api.Answer answer = walk(owner, route, world.ids());
                if (answer.status() != (OF_THE_OPERATOR.contains(route.id()) ? 403 : 200)) {
                    wrong.add(route + " " + answer);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Description.Route route(World world, String id) throws Exception {
        return Description.of(world.address()).routes().stream()
                .filter(route -> route.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What the one agency has, word for word. */
    private static List<String> possessions(World world) throws Exception {
        Api owner = world.owner();
        List<String> all = new ArrayList<>();
        for (Description.Route route : Description.of(world.address()).routes()) {
            boolean one = route.path().endsWith("}") || route.path().endsWith("/items");
            boolean list = Set.of("listBrands", "listMembers", "listAccounts", "listTokens", "listPublications")
                    .contains(route.id());
            if (!route.isChanging()
                    && !route.isAnonymous()
                    && (one || list)
                    && !route.path().contains("{network}")) {
                Api.Answer answer = walk(owner, route, world.ids());
                assertThat(answer.status()).as(route + " " + answer).isEqualTo(200);
                all.add(route + " " + answer.text().replaceAll("\"synchronisedAt\":[^,]*,", ""));
            }
        }
        return all;
    }

    private static boolean namesSomethingOfAWorkspace(World world, Description.Route route) throws Exception {
        boolean inPath = world.ids().keySet().stream()
                .anyMatch(name -> !PUBLIC.contains(name) && route.path().contains("{" + name + "}"));
        String body = String.valueOf(body(world, route, world.ids()));
        boolean inBody = world.ids().entrySet().stream()
                .anyMatch(id -> !PUBLIC.contains(id.getKey()) && body.contains(id.getValue()));
        return inPath || inBody;
    }

    /** Asks as well as somebody can who knows the ids. */
    private static Api.Answer walk(Api api, Description.Route route, Map<String, String> ids) throws Exception {
        String path = route.path();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            path = path.replace("{" + id.getKey() + "}", id.getValue());
        }
        assertThat(path)
                .as("an id that this test has no example of; add one to World")
                .doesNotContain("{");
        return api.call(route.method(), path, body(api, route, ids), Map.of("If-Match", "\"1\""));
    }

    private static JsonNode body(Api api, Description.Route route, Map<String, String> ids) {
        return body(api.description(), route, ids);
    }

    private static JsonNode body(World world, Description.Route route, Map<String, String> ids) throws Exception {
        return body(Description.of(world.address()), route, ids);
    }

    private static JsonNode body(Description description, Description.Route route, Map<String, String> ids) {
        JsonNode content = route.operation().path("requestBody").path("content").path("application/json");
        return content.isMissingNode() ? null : example(description, "", content.path("schema"), ids);
    }

    /** A body that fits its schema, with ids where members are named after what they refer to. */
    private static JsonNode example(Description description, String name, JsonNode reference, Map<String, String> ids) {
        JsonNode schema = description.schema(reference);
        String type = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText();
        switch (type) {
            case "object" -> {
                ObjectNode object = Api.JSON.createObjectNode();
                schema.path("required")
                        .forEach(member -> object.set(
                                member.asText(),
                                example(
                                        description,
                                        member.asText(),
                                        schema.path("properties").path(member.asText()),
                                        ids)));
                if (schema.path("properties").has("accounts")) {
                    object.putArray("accounts").add(ids.get("account"));
                }
                if (schema.path("properties").has("unread")) {
                    object.put("unread", true);
                }
                return object;
            }
            case "array" -> {
                return Api.JSON.createArrayNode().add(example(description, name, schema.path("items"), ids));
            }
            case "boolean" -> {
                return Api.JSON.getNodeFactory().booleanNode(true);
            }
            default -> {
                return Api.JSON.getNodeFactory().textNode(text(name, ids));
            }
        }
    }

    private static String text(String name, Map<String, String> ids) {
        return switch (name) {
            case "email" -> "somebody-" + UUID.randomUUID() + "@parvis.example";
            case "scopes" -> "READ";
            case "password", "present", "replacement" -> "a long and quiet phrase";
            default -> ids.getOrDefault(name, "Example " + UUID.randomUUID());
        };
    }
}
