package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.store.TestDatabase;

class LoginGuardTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace");

    private static final String WRONG = "not the password at all";

    private People people;
    private JdbiWorkspaceService service;
    private People.Agency agency;

    @BeforeEach
    void arrange() {
        DATABASE.truncate("workspace.login_guard");
        people = new People(DATABASE);
        service = people.service;
        agency = people.agency();
    }

    private ProblemException attempt(Problem expected, String email, String origin) {
        return assertProblem(expected, () -> service.login(email, WRONG, origin, ""));
    }

    private void fail(int times, String email, String origin) {
        for (int i = 0; i < times; i++) {
            attempt(Problem.UNAUTHENTICATED, email, origin);
            people.force("update workspace.login_guard set blocked_until = now()");
        }
    }

    @Test
    void unknownAddressAndWrongPasswordAreAnsweredAlike() {
        ProblemException known = attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.10");
        ProblemException unknown = attempt(Problem.UNAUTHENTICATED, "nobody@example.com", "192.0.2.11");
        assertThat(unknown).hasMessage(known.getMessage());
        attempt(Problem.UNAUTHENTICATED, "no address at all", "192.0.2.11");
        assertProblem(Problem.UNAUTHENTICATED, () -> service.login(agency.ownerEmail(), "", "192.0.2.12", ""));
        assertProblem(
                Problem.UNAUTHENTICATED,
                () -> service.login(agency.ownerEmail(), "x".repeat(100_000), "192.0.2.12", ""));
    }

    @Test
    void waitGrowsWithEachFailureAndHoldsForTheRightPasswordToo() {
        fail(5, agency.ownerEmail(), "192.0.2.20");
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.20");
        ProblemException refused = assertProblem(
                Problem.TOO_MANY, () -> service.login(agency.ownerEmail(), People.PASSWORD, "192.0.2.20", ""));
        assertThat(refused.retryAfter().orElseThrow()).hasSeconds(2);

        people.force("update workspace.login_guard set blocked_until = now()");
        fail(20, agency.ownerEmail(), "192.0.2.20");
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.20");
        assertThat(attempt(Problem.TOO_MANY, agency.ownerEmail(), "192.0.2.20")
                        .retryAfter()
                        .orElseThrow()
                        .toMinutes())
                .isBetween(14L, 15L);
    }

    @Test
    void unknownAddressesAreSlowedDownLikeKnownOnes() {
        fail(5, "nobody@example.com", "192.0.2.30");
        attempt(Problem.UNAUTHENTICATED, "nobody@example.com", "192.0.2.30");
        attempt(Problem.TOO_MANY, "nobody@example.com", "192.0.2.30");
    }

    @Test
    void attackFromElsewhereDoesNotLockThePersonOut() {
        people.login(agency.ownerEmail());
        for (int i = 0; i < 40; i++) {
            fail(1, agency.ownerEmail(), "203.0.113." + i);
        }
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "203.0.113.100");
        ProblemException elsewhere = attempt(Problem.TOO_MANY, agency.ownerEmail(), "203.0.113.101");
        assertThat(elsewhere.retryAfter().orElseThrow().toSeconds()).isLessThanOrEqualTo(61);
        assertThat(people.login(agency.ownerEmail()))
                .as("from where the person has logged in before")
                .isNotNull();
    }

    @Test
    void oneOriginThatTriesManyAddressesIsSlowedDown() {
        for (int i = 0; i < 20; i++) {
            fail(1, "guess" + i + "@example.com", "192.0.2.40");
        }
        attempt(Problem.UNAUTHENTICATED, "guess20@example.com", "192.0.2.40");
        attempt(Problem.TOO_MANY, "guess21@example.com", "192.0.2.40");
    }

    @Test
    void rightPasswordIsNotHeldAgainstTheOrigin() {
        for (int i = 0; i < 20; i++) {
            fail(1, "guess" + i + "@example.com", "192.0.2.45");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(service.login(agency.ownerEmail(), People.PASSWORD, "192.0.2.45", ""))
                    .isNotNull();
        }
    }

    @Test
    void addressesOfOneIpv6NetworkCountTogether() {
        assertThat(Origins.network("2001:db8:0:1::1")).isEqualTo(Origins.network("2001:db8:0:1:ffff::2"));
        assertThat(Origins.network("2001:db8:0:2::1")).isNotEqualTo(Origins.network("2001:db8:0:1::1"));
        assertThat(Origins.network("::ffff:192.0.2.1")).isNotEqualTo(Origins.network("::ffff:192.0.2.2"));
        assertThat(Origins.network("console")).isEqualTo("console");
    }

    @Test
    void failuresAreForgottenAfterAnHour() {
        fail(10, agency.ownerEmail(), "192.0.2.50");
        people.force("update workspace.login_guard set last_failure_at = now() - interval '61 minutes'");
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.50");
        assertThat(service.login(agency.ownerEmail(), People.PASSWORD, "192.0.2.50", ""))
                .isNotNull();
    }

    @Test
    void manyAttemptsAtOnceAreNoWayRound() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Problem>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(pool.submit(() -> {
                    try {
                        service.login(agency.ownerEmail(), WRONG, "192.0.2.60", "");
                        throw new AssertionError("The wrong password was taken");
                    } catch (ProblemException problem) {
                        return problem.problem();
                    }
                }));
            }
            int looked = 0;
            for (Future<Problem> answer : answers) {
                looked += answer.get() == Problem.UNAUTHENTICATED ? 1 : 0;
            }
            assertThat(looked).as("passwords that were looked at").isLessThanOrEqualTo(8);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void oldCountersAreTidiedAway() {
        fail(1, "gone@example.com", "192.0.2.70");
        people.force("update workspace.login_guard set last_failure_at = now() - interval '2 days'");
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.71");
        assertThat(people.look("select count(*) from workspace.login_guard")).isEqualTo("3");
    }

    @Test
    void failuresStandInTheAuditTrailWithoutThePassword() {
        attempt(Problem.UNAUTHENTICATED, agency.ownerEmail(), "192.0.2.80");
        AuditTrail.Entry entry = people.trail
                .entries(agency.operator(), PageRequest.first())
                .items()
                .get(0);
        assertThat(entry.action()).isEqualTo("session.refuse");
        assertThat(entry.origin()).isEqualTo("192.0.2.80");

        attempt(Problem.UNAUTHENTICATED, "nobody2@example.com", "192.0.2.81");
        AuditTrail.Entry unknown = people.trail
                .entries(Caller.operator(AuditTrail.PLATFORM, "operator"), PageRequest.first())
                .items()
                .get(0);
        assertThat(unknown.subject()).isEqualTo("address:nobody2@example.com");
        assertThat(people.look(
                        "select count(*) from workspace.audit_entry a where cast(a as text) like ?", "%" + WRONG + "%"))
                .isEqualTo("0");
    }

    @Test
    void textThatIsNoneIsInvalid() {
        assertProblem(Problem.INVALID, () -> service.login("a\0@example.com", People.PASSWORD, "192.0.2.90", ""));
        assertProblem(Problem.INVALID, () -> service.login(agency.ownerEmail(), "half \uD800 pair", "192.0.2.90", ""));
        assertThat(service.login(agency.ownerEmail(), People.PASSWORD, "192.0.2.90", "bad \0 agent \uDC00"))
                .isNotNull();
    }
}
