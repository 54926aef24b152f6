package org.parvis.gateway.description;

import io.swagger.v3.jaxrs2.ReaderListener;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.servers.Server;
import io.swagger.v3.oas.integration.api.OpenApiReader;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.parvis.gateway.http.Authentication;

/**
 * Adds what holds for all routes alike, so that it is said once: who may ask, which problems may come, the headers that guard
 * changes, and which members of a view are always there.
 */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Parvis",
                        version = "1",
                        description = "The platform's API. Times are RFC 3339; lists come in pages: give 'next' back as"
                                + " 'after'. Errors are RFC 9457 problems with a stable 'type'."),
        servers = @Server(url = "/api"))
public final class RouteDescription implements ReaderListener {
    private static final String PROBLEM = "application/problem+json";
    private static final String COOKIE = "session";
    private static final String CSRF = "csrf";
    private static final String TOKEN = "token";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<String> WITHOUT_BODY = Set.of("synchronise", "schedulePost");
    private static final Map<Integer, String> PROBLEMS = new TreeMap<>(Map.ofEntries(
            Map.entry(400, "The request breaks a rule"),
            Map.entry(401, "Nobody is logged in"),
            Map.entry(403, "Whoever asks may not do this"),
            Map.entry(404, "It is not there, or belongs to another workspace"),
            Map.entry(409, "It does not fit the present state"),
            Map.entry(412, "It was changed meanwhile"),
            Map.entry(413, "The body is too large"),
            Map.entry(415, "The body is no JSON"),
            Map.entry(422, "The idempotency key was used before, or the network does not take this"),
            Map.entry(428, "The If-Match header is missing"),
            Map.entry(429, "Too many requests"),
            Map.entry(500, "A fault of the platform"),
            Map.entry(503, "A part of the platform is not there just now")));

    @Override
    public void beforeScan(OpenApiReader reader, OpenAPI description) {}

    @Override
    public void afterScan(OpenApiReader reader, OpenAPI description) {
        Components components = Objects.requireNonNullElseGet(description.getComponents(), Components::new);
        description.components(components);
        Views.complete(components);
        components
                .addSecuritySchemes(COOKIE, apiKey(SecurityScheme.In.COOKIE, Authentication.COOKIE))
                .addSecuritySchemes(CSRF, apiKey(SecurityScheme.In.HEADER, Authentication.CSRF))
                .addSecuritySchemes(
                        TOKEN,
                        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
        PROBLEMS.forEach((status, text) -> components.addResponses("problem-" + status, problem(text)));
        description
                .getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static SecurityScheme apiKey(SecurityScheme.In place, String name) {
        return new SecurityScheme().type(SecurityScheme.Type.APIKEY).in(place).name(name);
    }

    private static ApiResponse problem(String text) {
        Schema<?> schema = new Schema<>().$ref("#/components/schemas/ProblemJson");
        return new ApiResponse()
                .description(text)
                .content(new Content().addMediaType(PROBLEM, new MediaType().schema(schema)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        boolean anonymous = isAnonymous(path, method);
        operation.setSecurity(anonymous ? List.of() : security(method));
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(RouteDescription::complete);
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().setRequired(!WITHOUT_BODY.contains(operation.getOperationId()));
        }
        boolean versioned = has(operation, "If-Match");
        for (Map.Entry<String, ApiResponse> answer : operation.getResponses().entrySet()) {
            if ("default response".equals(answer.getValue().getDescription())) {
                answer.getValue().setDescription("As it stands now");
            }
            if (answer.getKey().startsWith("2") && (versioned || carriesVersion(operation))) {
                answer.getValue()
                        .addHeaderObject(
                                "ETag",
                                new Header()
                                        .description("The version; send it as If-Match with a change")
                                        .schema(Views.text()));
            }
        }
        problems(path, method, operation, anonymous, versioned)
                .forEach(status -> operation
                        .getResponses()
                        .addApiResponse(
                                Integer.toString(status),
                                new ApiResponse().$ref("#/components/responses/problem-" + status)));
        operation.setResponses(sorted(operation.getResponses()));
    }

    private static boolean isAnonymous(String path, HttpMethod method) {
        return path.startsWith("/v1/webhooks/")
                || path.equals("/v1/openapi.json")
                || (path.equals("/v1/session") && method == HttpMethod.POST);
    }

    private static List<SecurityRequirement> security(HttpMethod method) {
        SecurityRequirement session = new SecurityRequirement().addList(COOKIE);
        if (!READING.contains(method)) {
            session.addList(CSRF);
        }
        return List.of(session, new SecurityRequirement().addList(TOKEN));
    }

    private static boolean carriesVersion(Operation operation) {
        String id = operation.getOperationId();
        return Set.of(
                                "readAccount",
                                "readBrand",
                                "readConversation",
                                "readMedia",
                                "readMember",
                                "readPost",
                                "readPublication")
                        .contains(id)
                || Set.of("addMedia", "addMember", "composePost", "createBrand").contains(id);
    }

    private static boolean has(Operation operation, String header) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(p -> header.equals(p.getName()));
    }

    private static List<Integer> problems(
            String path, HttpMethod method, Operation operation, boolean anonymous, boolean versioned) {
        List<Integer> possible = new ArrayList<>(List.of(400, 429, 500, 503));
        if (!anonymous) {
            possible.addAll(List.of(401, 403));
        }
        boolean refers = operation.getRequestBody() != null || has(operation, "account") || has(operation, "brand");
        if (path.contains("{") || (refers && !anonymous)) {
            possible.add(404);
        }
        if (!READING.contains(method)) {
            possible.addAll(List.of(403, 409, 413, 415, 422));
        }
        if (path.startsWith("/v1/webhooks/") || path.startsWith("/v1/oauth/")) {
            possible.addAll(List.of(403, 404, 409, 422));
        }
        if (path.equals("/v1/session") && method == HttpMethod.POST) {
            possible.add(401);
        }
        if (versioned) {
            possible.addAll(List.of(412, 428));
        }
        return possible.stream().distinct().sorted().toList();
    }

    private static ApiResponses sorted(ApiResponses responses) {
        ApiResponses ordered = new ApiResponses();
        new TreeMap<>(responses).forEach(ordered::addApiResponse);
        return ordered;
    }

    private static void complete(Parameter parameter) {
        switch (parameter.getName()) {
            case "limit" -> parameter.description("How many entries a page has").schema(Views.number(1, 200, 50));
            case "after" -> parameter.description("What the page before called 'next'");
            case "unread", "awaiting" -> parameter.schema(Views.flag());
            case "dryRun" ->
                parameter
                        .description("'true' changes nothing and says what would be done")
                        .schema(Views.flag());
            case "from", "until" -> parameter.schema(Views.time());
            case "step" -> parameter.schema(Views.choice("hour", "day"));
            case "If-Match" -> parameter.required(true).description("The ETag of the version that is to be changed");
            case "Idempotency-Key" ->
                parameter
                        .required(true)
                        .description("New for each thing created; repeating the request with it creates nothing twice");
            default -> {
                // The rest says enough by itself.
            }
        }
    }
}
