package org.parvis.gateway.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;

/** What routes read from a request beside its body. */
public final class Requests {
    private static final String CONNECTION = Requests.class.getName() + ".connection";
    private static final String BEARER = "Bearer ";
    private static final int LONGEST_KEY = 200;

    private Requests() {}

    /** Who asks; set by {@link Authentication}. */
    public static Caller caller(ContainerRequestContext request) {
        if (request.getProperty(Authentication.CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new ProblemException(Problem.UNAUTHENTICATED, "Log in first.");
    }

    /** The API token of the request, if it has one. */
    public static Optional<String> bearer(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.startsWith(BEARER)
                ? Optional.of(authorization.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    /** The address the request came from, for the audit trail and the guard against guessing. */
    public static String origin(ContainerRequestContext request) {
        Object address = request.getProperty(CONNECTION);
        return address == null ? "unknown" : address.toString();
    }

    static void setOrigin(ContainerRequestContext request, String address) {
        request.setProperty(CONNECTION, address);
    }

    /** The id in a path; one that is malformed names nothing. */
    public static <T> T id(String text, Function<UUID, T> type, String what) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return type.apply(id);
            }
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.notFound(what);
        }
        throw ProblemException.notFound(what);
    }

    /** An id in a query or a body: a malformed one is a mistake of the field. */
    public static <T> @Nullable T reference(@Nullable String text, Function<UUID, T> type, String field) {
        if (text == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return type.apply(id);
            }
        } catch (IllegalArgumentException malformed) {
            throw noId(text, field);
        }
        throw noId(text, field);
    }

    private static ProblemException noId(String text, String field) {
        return ProblemException.invalid(field, "id", "'" + field + "' is no id: " + text);
    }

    public static <E extends Enum<E>> @Nullable E constant(@Nullable String text, Class<E> type, String field) {
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw ProblemException.invalid(
                field,
                "choice",
                "'" + field + "' is one of " + List.of(type.getEnumConstants()) + ", not '" + text + "'.");
    }

    public static @Nullable Instant time(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw ProblemException.invalid(
                    field, "time", "'" + field + "' is a time as RFC 3339 writes it, such as 2026-11-02T09:00:00Z.");
        }
    }

    public static PageRequest page(@Nullable String after, @Nullable String limit) {
        if (limit == null) {
            return new PageRequest(after, PageRequest.DEFAULT_LIMIT);
        }
        if (!limit.matches("\\d{1,6}")) {
            throw ProblemException.invalid("limit", "number", "'limit' is a number, not '" + limit + "'.");
        }
        return new PageRequest(after, Integer.parseInt(limit));
    }

    public static @Nullable Boolean flag(@Nullable String text, String field) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ProblemException.invalid(
                        field, "choice", "'" + field + "' is 'true' or 'false', not '" + text + "'.");
        };
    }

    /** The version a change is meant for. */
    public static long version(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new VersionRequiredException();
        }
        try {
            return Long.parseLong(ifMatch.replace("W/", "").replace("\"", "").trim());
        } catch (NumberFormatException foreign) {
            throw new ProblemException(Problem.STALE, "This ETag is none of ours: " + ifMatch);
        }
    }

    /** The key that makes a creating request safe to repeat. */
    public static String idempotencyKey(@Nullable String key) {
        if (key == null || key.isBlank() || key.length() > LONGEST_KEY) {
            throw ProblemException.invalid(
                    "Idempotency-Key",
                    "idempotencyKey.required",
                    "Send a header 'Idempotency-Key' of 1 to " + LONGEST_KEY
                            + " characters, new for each thing you create; repeating the request with it creates nothing twice.");
        }
        return key;
    }

    public static <T> T body(@Nullable T body) {
        if (body == null) {
            throw ProblemException.invalid("", "body.required", "This route needs a JSON body.");
        }
        return body;
    }

    public static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw ProblemException.invalid(field, "required", "'" + field + "' is missing.");
        }
        return value;
    }

    /** An answer with its version as ETag. */
    public static Response versioned(Object entity, long version) {
        return Response.ok(entity).tag(new EntityTag(Long.toString(version))).build();
    }

    public static Response created(Object entity, long version) {
        return Response.status(201)
                .entity(entity)
                .tag(new EntityTag(Long.toString(version)))
                .build();
    }
}
