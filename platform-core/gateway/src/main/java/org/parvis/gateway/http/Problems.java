package org.parvis.gateway.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.model.Violation;

/** Makes problem answers. Their sentences are English here, and said in the reader's language when they are written. */
final class Problems {
    static final String TYPE = "application/problem+json";

    private Problems() {}

    static Response of(ProblemException exception, List<Locale> languages) {
        Response.ResponseBuilder answer = builder(
                ProblemKind.of(exception.problem()),
                String.valueOf(exception.getMessage()),
                exception.violations(),
                languages);
        exception.retryAfter().ifPresent(d -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, d.toSeconds())));
        return answer.build();
    }

    static Response of(Problem problem, String detail, List<Locale> languages) {
        return builder(ProblemKind.of(problem), detail, List.of(), languages).build();
    }

    /** A problem that only HTTP knows, such as a method that a route does not have. */
    static Response ofStatus(int status, String type, String title, String detail, List<Locale> languages) {
        Locale locale = locale(languages);
        ProblemJson body = new ProblemJson("urn:parvis:problem:" + type, title, status, detail, List.of());
        return Response.status(status).type(TYPE).language(locale).entity(body).build();
    }

    /** Where there is no REST around, only servlets. */
    static void write(HttpServletResponse answer, ProblemJson problem) throws IOException {
        byte[] body = Json.bytes(problem);
        answer.setStatus(problem.status());
        answer.setContentType(TYPE);
        answer.setContentLength(body.length);
        answer.getOutputStream().write(body);
    }

    private static Response.ResponseBuilder builder(
            ProblemKind kind, String detail, List<Violation> violations, List<Locale> languages) {
        Locale locale = locale(languages);
        List<ProblemJson.FieldJson> fields = violations.stream()
                .map(v -> new ProblemJson.FieldJson(v.field(), v.rule(), v.message()))
                .toList();
        ProblemJson body = new ProblemJson(kind.type(), kind.title(locale), kind.status(), detail, fields);
        Response.ResponseBuilder answer = Response.status(kind.status())
                .type(MediaType.valueOf(TYPE))
                .language(locale)
                .entity(body);
        return kind == ProblemKind.UNAUTHENTICATED ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer") : answer;
    }

    private static Locale locale(List<Locale> languages) {
        return languages.stream()
                .filter(l -> l.getLanguage().equals("fr") || l.getLanguage().equals("en"))
                .findFirst()
                .orElse(Locale.ENGLISH);
    }
}
