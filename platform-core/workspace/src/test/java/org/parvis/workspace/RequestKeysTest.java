package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.RequestKeys.Answer;
import org.parvis.api.workspace.Role;
import org.parvis.store.TestDatabase;

class RequestKeysTest {
    private static final String ROUTE = "POST v1/brands";
    private static final byte[] ASKED = "{\"name\":\"Nordlicht\"}".getBytes(StandardCharsets.UTF_8);
    private static final Answer ANSWER = new Answer(201, "{\"id\":\"1\"}", "\"1\"");

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace");

    private People people;
    private People.Agency agency;
    private Caller caller;
    private JdbiRequestKeys keys;

    @BeforeEach
    void arrange() {
        people = new People(DATABASE);
        agency = people.agency();
        caller = people.caller(agency.ownerEmail());
        keys = new JdbiRequestKeys(DATABASE.database());
    }

    @Test
    void repeatingAFinishedRequestGivesTheFirstAnswer() {
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).isEmpty();
        keys.finish(caller, ROUTE, "a", ANSWER);
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).contains(ANSWER);
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).contains(ANSWER);
    }

    @Test
    void sameKeyForAnotherRequestIsRefused() {
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).isEmpty();
        keys.finish(caller, ROUTE, "a", ANSWER);
        assertProblem(Problem.KEY_REUSED, () -> keys.begin(caller, ROUTE, "a", new byte[] {1}));
    }

    @Test
    void requestThatIsNotFinishedIsNeitherRepeatedNorAnswered() {
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).isEmpty();
        assertProblem(Problem.CONFLICT, () -> keys.begin(caller, ROUTE, "a", ASKED));
    }

    @Test
    void forgottenKeyIsFreeButAFinishedOneIsNotForgotten() {
        keys.begin(caller, ROUTE, "a", ASKED);
        keys.forget(caller, ROUTE, "a");
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).isEmpty();
        keys.finish(caller, ROUTE, "a", ANSWER);
        keys.forget(caller, ROUTE, "a");
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).contains(ANSWER);
    }

    @Test
    void firstAnswerStays() {
        keys.begin(caller, ROUTE, "a", ASKED);
        keys.finish(caller, ROUTE, "a", ANSWER);
        keys.finish(caller, ROUTE, "a", new Answer(201, "{}", null));
        assertThat(keys.begin(caller, ROUTE, "a", ASKED)).contains(ANSWER);
    }

    @Test
    void keysBelongToPersonRouteAndWorkspace() {
        keys.begin(caller, ROUTE, "a", ASKED);
        keys.finish(caller, ROUTE, "a", ANSWER);
        Caller colleague =
                people.caller(people.member(agency, Role.OWNER, Map.of()).email());
        Caller stranger = people.caller(people.agency().ownerEmail());
        assertThat(keys.begin(colleague, ROUTE, "a", ASKED)).isEmpty();
        assertThat(keys.begin(stranger, ROUTE, "a", ASKED)).isEmpty();
        assertThat(keys.begin(caller, "POST v1/members", "a", ASKED)).isEmpty();
        assertThat(keys.begin(agency.operator(), ROUTE, "a", ASKED)).isEmpty();
    }

    @Test
    void answerThatHeldASecretIsNotGivenAgain() {
        keys.begin(caller, "POST v1/tokens", "a", ASKED);
        keys.finish(caller, "POST v1/tokens", "a", new Answer(201, null, null));
        ProblemException refused =
                assertProblem(Problem.CONFLICT, () -> keys.begin(caller, "POST v1/tokens", "a", ASKED));
        assertThat(refused).hasMessageContaining("secret");
        assertProblem(Problem.KEY_REUSED, () -> keys.begin(caller, "POST v1/tokens", "a", new byte[] {1}));
    }

    @Test
    void neitherKeyNorRequestIsStored() {
        byte[] withPassword = "{\"password\":\"canary-of-a-password\"}".getBytes(StandardCharsets.UTF_8);
        keys.begin(caller, ROUTE, "canary-of-a-key", withPassword);
        String rows = people.look(
                "select string_agg(cast(k as text) || encode(k.key_hash, 'escape') || encode(k.request_hash, 'escape'), ' ')"
                        + " from workspace.request_key k");
        assertThat(rows).doesNotContain("canary");
        String plain = people.look("select encode(sha256(cast(? as bytea)), 'hex')", withPassword);
        assertThat(people.look("select string_agg(encode(request_hash, 'hex'), ' ') from workspace.request_key"))
                .as("no plain hash, by which a password could be guessed")
                .doesNotContain(plain);
    }

    @Test
    void keysAreKeptForADayAndThenRemovedByUse() {
        keys.begin(caller, ROUTE, "old", ASKED);
        keys.finish(caller, ROUTE, "old", ANSWER);
        keys.begin(caller, ROUTE, "interrupted", ASKED);
        people.force(
                "update workspace.request_key set begun_at = now() - interval '23 hours' where workspace_id = ?",
                agency.workspace().id().value());
        assertThat(keys.begin(caller, ROUTE, "old", ASKED)).contains(ANSWER);
        people.force(
                "update workspace.request_key set begun_at = now() - interval '25 hours' where workspace_id = ?",
                agency.workspace().id().value());
        assertThat(keys.begin(caller, ROUTE, "old", ASKED)).isEmpty();
        assertThat(people.look(
                        "select count(*) from workspace.request_key where workspace_id = ?",
                        agency.workspace().id().value()))
                .isEqualTo("1");
    }

    @Test
    void ofTwoFirstRequestsAtOnceOneRuns() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "round-" + round;
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<String>> outcomes = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    outcomes.add(threads.submit(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        return outcome(key);
                    }));
                }
                assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
                        .containsExactlyInAnyOrder("first", "CONFLICT");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private String outcome(String key) {
        try {
            Optional<Answer> before = keys.begin(caller, ROUTE, key, ASKED);
            return before.isEmpty() ? "first" : "answered";
        } catch (ProblemException problem) {
            return problem.problem().name();
        }
    }
}
