package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.gateway.view.NewBrandJson;
import org.parvis.model.UnavailableException;

class ProblemMapperTest {
    private final ProblemMapper mapper = new ProblemMapper();

    private static ProblemJson body(Response response) {
        assertThat(response.getMediaType()).hasToString(Problems.TYPE);
        ProblemJson problem = (ProblemJson) response.getEntity();
        assertThat(problem.status()).isEqualTo(response.getStatus());
        assertThat(problem.title()).isNotBlank();
        assertThat(problem.detail()).isNotBlank();
        return problem;
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasAStatusAStableTypeAndTwoTitles(Problem problem) {
        Response answer = mapper.toResponse(new ProblemException(problem, "Why, where, how."));
        assertThat(answer.getStatus()).isBetween(400, 503);
        assertThat(body(answer).type())
                .isEqualTo("urn:parvis:problem:"
                        + problem.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        Response french = Problems.of(problem, "x", List.of(Locale.GERMAN, Locale.CANADA_FRENCH, Locale.ENGLISH));
        assertThat(body(french).title()).isNotEqualTo(body(answer).title());
        assertThat(answer.getHeaderString("WWW-Authenticate"))
                .isEqualTo(problem == Problem.UNAUTHENTICATED ? "Bearer" : null);
    }

    @Test
    void problemInsideAnotherExceptionIsFound() {
        Response answer =
                mapper.toResponse(new NotFoundException(ProblemException.invalid("limit", "range", "Too many.")));
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(body(answer).violations()).containsExactly(new ProblemJson.FieldJson("limit", "range", "Too many."));
    }

    @Test
    void waitingTimeIsSaidInWholeSecondsAndAtLeastOne() {
        Response answer =
                mapper.toResponse(new ProblemException(Problem.TOO_MANY, "Wait.", List.of(), Duration.ofMillis(200)));
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void partThatIsAwayAnswersThatItMayBeTriedAgain() {
        Response answer = mapper.toResponse(new IllegalStateException(new Away()));
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
        assertThat(body(answer).detail()).doesNotContain("jdbc:secret");
    }

    @Test
    void unknownMemberIsNamedAndBrokenJsonIsLocated() {
        ProblemJson unknown = body(mapper.toResponse(failure("{\"nome\":\"x\"}")));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.violations())
                .extracting(ProblemJson.FieldJson::field)
                .containsExactly("nome");
        ProblemJson broken = body(mapper.toResponse(failure("{\n  \"name\":")));
        assertThat(broken.detail()).contains("line 2");
    }

    private static Exception failure(String json) {
        try {
            Json.MAPPER.readValue(json, NewBrandJson.class);
        } catch (JsonProcessingException expected) {
            return expected;
        }
        throw new AssertionError("this must not be readable: " + json);
    }

    @Test
    void whatOnlyHttpKnowsIsAProblemToo() {
        assertThat(body(mapper.toResponse(new NotFoundException())).type()).isEqualTo("urn:parvis:problem:http-404");
        assertThat(body(mapper.toResponse(new NotSupportedException())).detail())
                .contains("application/json");
        Response notAllowed = mapper.toResponse(new NotAllowedException("GET", new String[] {"PUT"}));
        assertThat(notAllowed.getHeaderString("Allow")).contains("GET", "PUT");
        assertThat(body(mapper.toResponse(new WebApplicationException(418))).status())
                .isEqualTo(418);
        assertThat(body(mapper.toResponse(new VersionRequiredException())).status())
                .isEqualTo(428);
        assertThat(body(mapper.toResponse(new BodyTooLargeException(7))).status())
                .isEqualTo(413);
    }

    @Test
    void faultOfOursSaysNothingOfItsInside() {
        Response answer = mapper.toResponse(new IllegalStateException("password=secret"));
        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(body(answer).detail()).doesNotContain("secret", "Exception");
    }

    private static final class Away extends UnavailableException {
        private static final long serialVersionUID = 1L;

        Away() {
            super("jdbc:secret");
        }
    }
}
