package org.parvis.gateway.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.parvis.gateway.http.Json;

/** The description as the build made it. */
class DescriptionTest {
    private final JsonNode description;

    DescriptionTest() throws Exception {
        description = Json.MAPPER.readTree(new DescriptionResource().description());
    }

    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        description
                .path("paths")
                .fields()
                .forEachRemaining(path -> path.getValue()
                        .fields()
                        .forEachRemaining(
                                method -> operations.put(method.getKey() + " " + path.getKey(), method.getValue())));
        return operations;
    }

    private static List<String> headers(JsonNode operation) {
        List<String> names = new ArrayList<>();
        operation.path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("header")
                    && parameter.path("required").asBoolean()) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    @Test
    void isOpenApi31AndNamesEveryRouteOnce() {
        assertThat(description.path("openapi").asText()).startsWith("3.1");
        Set<String> ids = new HashSet<>();
        operations().forEach((route, operation) -> {
            assertThat(ids.add(operation.path("operationId").asText()))
                    .as(route)
                    .isTrue();
            assertThat(operation.path("operationId").asText()).as(route).matches("[a-z][A-Za-z]+");
            assertThat(operation.path("summary").asText()).as(route).isNotBlank();
        });
        assertThat(ids).hasSizeGreaterThan(50);
    }

    @Test
    void everyAnswerHasASchemaAndEveryFailureIsAProblem() {
        operations().forEach((route, operation) -> {
            operation.path("responses").fields().forEachRemaining(answer -> {
                int status = Integer.parseInt(answer.getKey());
                if (status >= 400) {
                    assertThat(answer.getValue().path("$ref").asText())
                            .as(route)
                            .isEqualTo("#/components/responses/problem-" + status);
                } else if (status != 204 && !route.contains("webhooks")) {
                    assertThat(answer.getValue()
                                    .path("content")
                                    .elements()
                                    .next()
                                    .path("schema")
                                    .isEmpty())
                            .as(route)
                            .isFalse();
                }
            });
            assertThat(operation.path("responses").has("500")).as(route).isTrue();
        });
        description
                .path("components")
                .path("responses")
                .forEach(problem -> assertThat(problem.path("content")
                                .path("application/problem+json")
                                .path("schema")
                                .path("$ref")
                                .asText())
                        .isEqualTo("#/components/schemas/ProblemJson"));
    }

    @Test
    void whoeverIsNotAnonymousShowsASessionOrAToken() {
        Set<String> anonymous = new HashSet<>();
        operations().forEach((route, operation) -> {
            if (operation.path("security").isEmpty()) {
                anonymous.add(route);
            } else {
                boolean changing = !route.startsWith("get ");
                assertThat(operation.path("security").get(0).has("csrf"))
                        .as(route)
                        .isEqualTo(changing);
                assertThat(operation.path("security").get(1).has("token"))
                        .as(route)
                        .isTrue();
            }
        });
        assertThat(anonymous)
                .containsExactlyInAnyOrder(
                        "post /v1/session",
                        "get /v1/openapi.json",
                        "get /v1/webhooks/{network}",
                        "post /v1/webhooks/{network}");
    }

    @Test
    void creationsNeedAKeyAndChangesOfVersionedThingsTheirVersion() {
        Map<String, JsonNode> operations = operations();
        for (String creation : List.of(
                "post /v1/brands",
                "post /v1/members",
                "post /v1/tokens",
                "post /v1/posts",
                "post /v1/items/{item}/replies",
                "post /v1/accounts/links")) {
            assertThat(headers(operations.get(creation))).as(creation).contains("Idempotency-Key");
        }
        for (String change : List.of(
                "put /v1/brands/{brand}",
                "put /v1/members/{user}",
                "put /v1/posts/{post}",
                "post /v1/posts/{post}/schedule",
                "post /v1/publications/{publication}/cancel",
                "post /v1/accounts/{account}/pause")) {
            JsonNode operation = operations.get(change);
            assertThat(headers(operation)).as(change).contains("If-Match");
            assertThat(operation.path("responses").has("412")).as(change).isTrue();
            assertThat(operation.path("responses").has("428")).as(change).isTrue();
            assertThat(operation.path("responses").path("200").path("headers").has("ETag"))
                    .as(change)
                    .isTrue();
        }
    }

    @Test
    void whatMayBeTriedFirstSaysWhatBothWaysAnswer() {
        for (String change : List.of(
                "post /v1/networks/{network}/promote",
                "post /v1/networks/{network}/rollback",
                "delete /v1/networks/{network}")) {
            JsonNode operation = operations().get(change);
            assertThat(operation.path("parameters").findValuesAsText("name"))
                    .as(change)
                    .contains("dryRun");
            assertThat(schema(operation, "200")).as(change).endsWith("/ForeseenChangeJson");
            assertThat(schema(operation, "202")).as(change).endsWith("/InstallationJson");
        }
    }

    private static String schema(JsonNode operation, String status) {
        return operation
                .path("responses")
                .path(status)
                .path("content")
                .elements()
                .next()
                .path("schema")
                .path("$ref")
                .asText();
    }

    @Test
    void membersSayWhetherTheyMayBeAbsent() {
        JsonNode schemas = description.path("components").path("schemas");
        JsonNode conversation = schemas.path("ConversationJson");
        assertThat(conversation.path("required").toString()).contains("\"snippet\"", "\"awaitingSince\"");
        assertThat(conversation
                        .path("properties")
                        .path("awaitingSince")
                        .path("type")
                        .toString())
                .isEqualTo("[\"string\",\"null\"]");
        assertThat(conversation
                        .path("properties")
                        .path("participant")
                        .path("anyOf")
                        .toString())
                .contains("\"null\"");
        JsonNode post = schemas.path("NewPostJson");
        assertThat(post.path("required").toString()).contains("brand", "text", "targets");
        assertThat(post.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(schemas.path("MemberChangeJson").path("required").toString()).isEqualTo("[\"enabled\"]");
    }
}
