package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Role;
import org.parvis.model.BrandId;

class RequestsTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    private static ProblemException problem(ThrowingCallable call) {
        ProblemException thrown = catchThrowableOfType(ProblemException.class, call);
        assertThat(thrown).as("a problem was expected").isNotNull();
        return thrown;
    }

    private static void assertInvalid(String field, ThrowingCallable call) {
        ProblemException thrown = problem(call);
        assertThat(thrown.problem()).isEqualTo(Problem.INVALID);
        assertThat(thrown.violations())
                .singleElement()
                .satisfies(v -> assertThat(v.field()).isEqualTo(field));
    }

    @Test
    void idInAPathIsRead() {
        assertThat(Requests.id(ID.toString(), BrandId::new, "brand")).isEqualTo(new BrandId(ID));
        assertThat(Requests.id("01890A5D-AC96-774B-BCCE-B302099A8057", BrandId::new, "brand"))
                .isEqualTo(new BrandId(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-1-1-1-1",
                "01890a5d-ac96-774b-bcce-b302099a8057 ",
                "{01890a5d-ac96-774b-bcce-b302099a8057}",
                "01890a5dac96774bbcceb302099a8057"
            })
    void malformedIdNamesNothingInAPathAndIsAMistakeElsewhere(String text) {
        assertThat(problem(() -> Requests.id(text, BrandId::new, "brand")).problem())
                .isEqualTo(Problem.NOT_FOUND);
        assertInvalid("brand", () -> Requests.reference(text, BrandId::new, "brand"));
    }

    @Test
    void absentReferencesStayAbsent() {
        assertThat(Requests.<BrandId>reference(null, BrandId::new, "brand")).isNull();
        assertThat(Requests.constant(null, Role.class, "role")).isNull();
        assertThat(Requests.time(null, "from")).isNull();
        assertThat(Requests.flag(null, "unread")).isNull();
    }

    @Test
    void constantsAreWrittenExactly() {
        assertThat(Requests.constant("EDITOR", Role.class, "role")).isEqualTo(Role.EDITOR);
        assertInvalid("role", () -> Requests.constant("editor", Role.class, "role"));
    }

    @Test
    void timesAreRfc3339() {
        assertThat(Requests.time("2026-11-02T10:00:00+01:00", "from")).isEqualTo(Instant.parse("2026-11-02T09:00:00Z"));
        assertInvalid("from", () -> Requests.time("2026-11-02", "from"));
        assertInvalid("from", () -> Requests.time("2026-11-02T10:00:00", "from"));
    }

    @Test
    void flagsAreTrueOrFalseAndNothingElse() {
        assertThat(Requests.flag("true", "unread")).isTrue();
        assertThat(Requests.flag("false", "unread")).isFalse();
        assertInvalid("unread", () -> Requests.flag("yes", "unread"));
        assertInvalid("unread", () -> Requests.flag("", "unread"));
    }

    @Test
    void pagesHaveALimit() {
        assertThat(Requests.page(null, null)).isEqualTo(PageRequest.first());
        assertThat(Requests.page("mark", "200")).isEqualTo(new PageRequest("mark", 200));
        for (String wrong : new String[] {"0", "201", "-1", "x", "", "99999999999", "1e2"}) {
            assertInvalid("limit", () -> Requests.page(null, wrong));
        }
    }

    @Test
    void changeNamesTheVersionItIsMeantFor() {
        assertThat(Requests.version("\"7\"")).isEqualTo(7);
        assertThat(Requests.version("W/\"7\"")).isEqualTo(7);
        assertThatThrownBy(() -> Requests.version(null)).isInstanceOf(VersionRequiredException.class);
        assertThat(problem(() -> Requests.version("\"abc\"")).problem()).isEqualTo(Problem.STALE);
        assertThat(problem(() -> Requests.version("*")).problem()).isEqualTo(Problem.STALE);
    }

    @Test
    void idempotencyKeyIsThereAndShort() {
        assertThat(Requests.idempotencyKey("k")).isEqualTo("k");
        assertInvalid("Idempotency-Key", () -> Requests.idempotencyKey(null));
        assertInvalid("Idempotency-Key", () -> Requests.idempotencyKey(" "));
        assertInvalid("Idempotency-Key", () -> Requests.idempotencyKey("k".repeat(201)));
    }
}
