package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.HttpResponse;

/** Every answer has its kind: those the author knows as a table, and those nobody foresaw. */
final class ErrorSuite extends Suite {
    private static final String PAGE = "<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>";
    private static final Set<ErrorKind> LIMITED = EnumSet.of(ErrorKind.RATE_LIMITED, ErrorKind.QUOTA_EXHAUSTED);
    /** What would have the platform try again what will never work, or blame the plugin. */
    private static final Set<ErrorKind> WRONG_FOR_REFUSALS =
            EnumSet.of(ErrorKind.TRANSIENT, ErrorKind.DEFECT, ErrorKind.OUTCOME_UNKNOWN);

    ErrorSuite(Kit kit) {
        super("errors", kit);
        test("theAuthorGivesScenarios", s -> {
            if (kit.tck().errorScenarios().isEmpty()) {
                throw new NotSimulatedException("The author gives no error scenarios");
            }
            assertThat(kit.tck().errorScenarios())
                    .extracting(ErrorScenario::name)
                    .doesNotHaveDuplicates();
        });
        kit.tck()
                .errorScenarios()
                .forEach(scenario -> test("scenario[" + scenario.name() + "]", s -> scenario(s, scenario)));
        reading();
        if (kit.descriptor().offers(Capability.PUBLISH)) {
            publishing();
        }
    }

    private static void scenario(Subject s, ErrorScenario scenario) throws Exception {
        TckCall call = s.call();
        boolean[] met = {false};
        call.meeting((request, onward) -> {
            if (met[0] || !concerns(scenario, request)) {
                return onward.send();
            }
            met[0] = true;
            return TckChannel.answer(scenario.status(), scenario.headers(), scenario.bytes());
        });
        NetworkException failed = scenario.changing()
                ? Failures.of(() -> s.publisher().publish(call, s.plain("A text " + Subject.marker())))
                : Failures.of(() -> Reading.read(s, call));
        assertThat(failed.kind()).isEqualTo(scenario.expected());
        assertThat(failed.getMessage()).as("what a person reads").isNotBlank();
    }

    private static boolean concerns(ErrorScenario scenario, HttpRequest request) {
        return scenario.operation() == null
                ? !scenario.changing() || request.changing()
                : scenario.operation().equals(request.operation());
    }

    private void reading() {
        for (int status : new int[] {500, 502, 503, 504}) {
            test(
                    "reading[" + status + "]IsTransient",
                    s -> assertThat(read(s, status, Map.of(), "")).isEqualTo(ErrorKind.TRANSIENT));
        }
        for (int status : new int[] {400, 403, 418, 451}) {
            test(
                    "reading[" + status + "]IsARefusal",
                    s -> assertThat(read(s, status, Map.of(), "{}")).isNotIn(WRONG_FOR_REFUSALS));
        }
        test(
                "reading[401]IsTheToken",
                s -> assertThat(read(s, 401, Map.of(), ""))
                        .isIn(ErrorKind.TOKEN_EXPIRED, ErrorKind.AUTHORIZATION_REVOKED));
        test("reading[429]IsALimit", s -> assertThat(read(s, 429, Map.of(), "")).isIn(LIMITED));
        test("reading[429]WithRetryAfterIsALimit", s -> {
            NetworkException limited =
                    Failures.of(() -> Reading.read(s, meeting(s, 429, Map.of("Retry-After", "120"), "", false)));
            assertThat(limited.kind()).isIn(LIMITED);
            assertThat(limited.retryAt())
                    .as("when to try again")
                    .hasValueSatisfying(at -> assertThat(
                                    Duration.between(s.simulator().clock().instant(), at))
                            .isBetween(Duration.ofSeconds(60), Duration.ofHours(25)));
        });
        test(
                "reading[429]WithNonsenseInRetryAfterIsALimit",
                s -> assertThat(read(s, 429, Map.of("Retry-After", "soon"), "")).isIn(LIMITED));
        test(
                "anErrorPageIsTransient",
                s -> assertThat(read(s, 502, Map.of("Content-Type", "text/html"), PAGE))
                        .isEqualTo(ErrorKind.TRANSIENT));
        test(
                "aPageInsteadOfDataIsTransient",
                s -> assertThat(read(s, 200, Map.of("Content-Type", "text/html"), PAGE))
                        .isEqualTo(ErrorKind.TRANSIENT));
        test(
                "aCutAnswerIsTransient",
                s -> assertThat(read(s, 200, Map.of(), "{\"data\":[{\"id\":\"12"))
                        .isEqualTo(ErrorKind.TRANSIENT));
        test(
                "anEmptyAnswerIsTransient",
                s -> assertThat(read(s, 200, Map.of(), "")).isEqualTo(ErrorKind.TRANSIENT));
    }

    private void publishing() {
        for (int status : new int[] {500, 502, 504}) {
            test(
                    "publishing[" + status + "]IsUnknown",
                    s -> assertThat(publish(s, status, "")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN));
        }
        test(
                "publishing[503]IsTransientOrUnknown",
                s -> assertThat(publish(s, 503, "")).isIn(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN));
        for (int status : new int[] {400, 403, 418, 451}) {
            test(
                    "publishing[" + status + "]IsARefusal",
                    s -> assertThat(publish(s, status, "{}")).isNotIn(WRONG_FOR_REFUSALS));
        }
        test(
                "publishing[401]IsTheToken",
                s -> assertThat(publish(s, 401, "")).isIn(ErrorKind.TOKEN_EXPIRED, ErrorKind.AUTHORIZATION_REVOKED));
        test("publishing[429]IsALimit", s -> assertThat(publish(s, 429, "")).isIn(LIMITED));
        test(
                "anErrorPageAfterPublishingIsUnknown",
                s -> assertThat(publish(s, 502, PAGE)).isEqualTo(ErrorKind.OUTCOME_UNKNOWN));
        test(
                "aPageInsteadOfAnIdIsUnknown",
                s -> assertThat(publish(s, 200, PAGE)).isEqualTo(ErrorKind.OUTCOME_UNKNOWN));
        test(
                "aSuccessWithoutAnIdIsUnknown",
                s -> assertThat(publish(s, 200, "{}")).isEqualTo(ErrorKind.OUTCOME_UNKNOWN));
    }

    private static ErrorKind read(Subject s, int status, Map<String, String> headers, String body) throws Exception {
        TckCall call = meeting(s, status, headers, body, false);
        return Failures.kind(() -> Reading.read(s, call));
    }

    /** What comes of a publication whose last changing request, the one that makes the post, is answered like this. */
    private ErrorKind publish(Subject s, int status, String body) throws Exception {
        int requests = requests();
        TckCall call = s.call();
        int[] met = {0};
        call.meeting((request, onward) -> {
            if (request.changing() && ++met[0] == requests) {
                HttpResponse answer = TckChannel.answer(status, new HashMap<>(), body.getBytes(StandardCharsets.UTF_8));
                return answer;
            }
            return onward.send();
        });
        return Failures.kind(() -> s.publish(call, s.plain("A text " + Subject.marker())));
    }

    private int requests() throws Exception {
        try (Subject probe = new Subject(kit)) {
            TckCall call = probe.call();
            probe.publisher().publish(call, probe.plain("Probe " + Subject.marker()));
            return Math.max(1, call.channel().changing().size());
        }
    }

    private static TckCall meeting(Subject s, int status, Map<String, String> headers, String body, boolean changing)
            throws Exception {
        return s.call()
                .meeting((request, onward) -> changing && !request.changing()
                        ? onward.send()
                        : TckChannel.answer(status, headers, body.getBytes(StandardCharsets.UTF_8)));
    }
}
