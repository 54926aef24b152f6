package org.parvis.gateway.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.model.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a route throws into a problem answer: their mistake, something away, or a fault of ours. */
@Component(service = ExceptionMapper.class)
@JakartarsExtension
@JakartarsName("problems")
public final class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    @Context
    private @Nullable HttpHeaders headers;

    @Override
    public Response toResponse(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return Problems.of(problem, languages());
            }
            if (cause instanceof UnavailableException away) {
                LOG.debug("Answered 503", away);
                return Problems.of(
                        new ProblemException(
                                Problem.UNAVAILABLE,
                                "A part of the platform is not there just now; try again in a few seconds.",
                                List.of(),
                                Duration.ofSeconds(5)),
                        languages());
            }
            if (cause instanceof BodyTooLargeException large) {
                return Problems.ofStatus(
                        413,
                        "body-too-large",
                        "The body is too large",
                        String.valueOf(large.getMessage()),
                        languages());
            }
            if (cause instanceof VersionRequiredException missing) {
                return Problems.ofStatus(
                        428,
                        "version-required",
                        "Say which version you change",
                        String.valueOf(missing.getMessage()),
                        languages());
            }
            if (cause instanceof JacksonException malformed) {
                return Problems.of(describe(malformed), languages());
            }
        }
        if (exception instanceof WebApplicationException web) {
            return ofHttp(web);
        }
        LOG.error("A route failed; this is a fault of ours", exception);
        return Problems.ofStatus(
                500, "fault", "A fault of ours", "Something went wrong on our side; it was noted.", languages());
    }

    private List<Locale> languages() {
        return headers == null ? List.of() : headers.getAcceptableLanguages();
    }

    private static ProblemException describe(JacksonException malformed) {
        String field = malformed instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        String where = malformed.getLocation() == null
                ? ""
                : " at line " + malformed.getLocation().getLineNr() + ", column "
                        + malformed.getLocation().getColumnNr();
        if (malformed instanceof UnwritableTextException) {
            return ProblemException.invalid(
                    field,
                    "text.unwritable",
                    "The member '" + field + "' " + UnwritableTextException.WHY + where + ".");
        }
        if (malformed instanceof UnrecognizedPropertyException) {
            return ProblemException.invalid(
                    field, "member.unknown", "This route does not know the member '" + field + "'" + where + ".");
        }
        String message = field.isEmpty()
                ? "The body is no JSON that can be read" + where + "."
                : "The value of the member '" + field + "' does not fit" + where + ".";
        return ProblemException.invalid(field, "json", message);
    }

    private Response ofHttp(WebApplicationException web) {
        int status = web.getResponse().getStatus();
        String known = web.getResponse().getStatusInfo().getReasonPhrase();
        String title = known == null || known.isBlank() ? "The request was not taken" : known;
        String detail = switch (status) {
            case 404 -> "There is no such route; the description of all routes is at /api/v1/openapi.json.";
            case 405 -> "This route does not have that method; see /api/v1/openapi.json.";
            case 415 -> "Send application/json.";
            default -> title + ".";
        };
        Response problem = Problems.ofStatus(status, "http-" + status, title, detail, languages());
        String allow = web.getResponse().getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }
}
