package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parvis.workspace.Problems.assertProblem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.Slice;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.AuditTrail.Entry;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Role;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

class AuditTrailTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace");

    private final JdbiAuditTrail trail = new JdbiAuditTrail(DATABASE.database());
    private People people;
    private Caller caller;

    @BeforeEach
    void arrange() {
        people = new People(DATABASE);
        caller = Caller.operator(new WorkspaceId(UUID.randomUUID()), "Mara");
    }

    private void record(int times) {
        for (int i = 0; i < times; i++) {
            trail.record(caller, "brand.rename", "brand:" + i, Map.of("name", "Nord " + i, "was", "Süd"));
        }
    }

    @Test
    void entriesComeNewestFirstPageByPage() {
        record(5);
        Slice<Entry> first = trail.entries(caller, new PageRequest(null, 3));
        Slice<Entry> second = trail.entries(caller, new PageRequest(first.next(), 3));
        assertThat(first.items()).extracting(Entry::sequence).containsExactly(5L, 4L, 3L);
        assertThat(second.items()).extracting(Entry::sequence).containsExactly(2L, 1L);
        assertThat(second.next()).isNull();
        Entry newest = first.items().get(0);
        assertThat(newest.actor()).isEqualTo("Mara");
        assertThat(newest.origin()).isEqualTo("console");
        assertThat(newest.details()).containsEntry("name", "Nord 4").containsEntry("was", "Süd");
        assertProblem(Problem.INVALID, () -> trail.entries(caller, new PageRequest("nonsense", 3)));
    }

    @Test
    void untouchedChainIsWholeAlsoOverSeveralPages() {
        assertThat(trail.firstBrokenLink(caller)).isEmpty();
        DATABASE.database().useWorkspace(caller.workspace(), handle -> record(2_100));
        assertThat(trail.firstBrokenLink(caller)).isEmpty();
        people.force(
                "update workspace.audit_entry set subject = 'brand:none' where workspace_id = ? and sequence = 2050",
                caller.workspace().value());
        assertThat(trail.firstBrokenLink(caller)).contains(2_050L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update workspace.audit_entry set actor = 'Nobody' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set actor_id = gen_random_uuid() where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set origin = '' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set action = 'brand.create' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set subject = 'brand:x' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set details = '{}' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set at = at + interval '1 microsecond' where workspace_id = ? and sequence = 3",
                "update workspace.audit_entry set hash = sha256('x') where workspace_id = ? and sequence = 3",
                "delete from workspace.audit_entry where workspace_id = ? and sequence = 3",
                "delete from workspace.audit_entry where workspace_id = ? and sequence >= 3",
            })
    void whateverIsChangedAfterwardsIsFound(String tampering) {
        record(5);
        assertThat(people.force(tampering, caller.workspace().value())).isPositive();
        assertThat(trail.firstBrokenLink(caller)).contains(3L);
    }

    @Test
    void endThatWasCutOffTogetherWithItsMarkIsFoundAtTheNextEntry() {
        record(5);
        people.force(
                "update workspace.audit_head set sequence = 4 where workspace_id = ?",
                caller.workspace().value());
        assertThat(trail.firstBrokenLink(caller)).contains(5L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update workspace.audit_entry set actor = 'x'",
                "delete from workspace.audit_entry",
                "truncate workspace.audit_entry",
                "delete from workspace.audit_head",
            })
    void platformItselfMayNotChangeEntries(String sql) {
        record(1);
        assertThatThrownBy(() -> DATABASE.database().useWorkspace(caller.workspace(), handle -> handle.execute(sql)))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> DATABASE.database().useSystem(handle -> handle.execute(sql)))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void entryIsCommittedAndRolledBackWithWhatItSpeaksOf() {
        assertThatThrownBy(() -> DATABASE.database().useWorkspace(caller.workspace(), handle -> {
                    record(1);
                    throw new IllegalStateException("deliberate");
                }))
                .hasMessage("deliberate");
        assertThat(trail.entries(caller, PageRequest.first()).items()).isEmpty();
        record(1);
        assertThat(trail.entries(caller, PageRequest.first()).items())
                .extracting(Entry::sequence)
                .containsExactly(1L);
    }

    @Test
    void eightThreadsLeaveNoGapAndAWholeChain() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                writers.add(pool.submit(() -> record(20)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }
        List<Entry> entries = trail.entries(caller, new PageRequest(null, PageRequest.MAX_LIMIT))
                .items();
        assertThat(entries)
                .extracting(Entry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 160).map(i -> 161 - i).boxed().toList());
        assertThat(trail.firstBrokenLink(caller)).isEmpty();
    }

    @Test
    void whatThePlatformDoesToAWorkspaceIsToldInTheTransactionThatDoesIt() {
        DATABASE.database()
                .useWorkspace(
                        caller.workspace(),
                        handle -> trail.recordSystem(
                                caller.workspace(),
                                "platform",
                                "account.state",
                                "account:x",
                                Map.of("state", "LIMITED")));
        assertThatThrownBy(() -> DATABASE.database().useWorkspace(caller.workspace(), handle -> {
                    trail.recordSystem(caller.workspace(), "platform", "account.state", "account:y", Map.of());
                    throw new IllegalStateException("it was not done after all");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("it was not done after all");
        assertThat(trail.entries(caller, PageRequest.first()).items())
                .extracting(Entry::subject)
                .containsExactly("account:x");
    }

    @Test
    void chainsOfTwoWorkspacesKnowNothingOfEachOther() {
        record(2);
        Caller other = Caller.operator(new WorkspaceId(UUID.randomUUID()), "Noor");
        trail.record(other, "brand.create", "brand:x", Map.of());
        assertThat(trail.entries(other, PageRequest.first()).items())
                .extracting(Entry::sequence)
                .containsExactly(1L);
        people.force(
                "update workspace.audit_entry set actor = 'x' where workspace_id = ?",
                caller.workspace().value());
        assertThat(trail.firstBrokenLink(other)).isEmpty();
        assertThat(trail.firstBrokenLink(caller)).contains(1L);
    }

    @Test
    void whatCannotBeStoredIsRecordedAllTheSame() {
        trail.record(caller, "x.y", "text \0 and \uD800", Map.of("k\0", "v\uDC00", "long", "x".repeat(100_000)));
        trail.recordRefusal(caller, "POST /brands", "needs MANAGE_BRANDS");
        trail.recordSystem(null, "operator", "network.install", "network:twitter", Map.of());
        assertThat(trail.entries(caller, PageRequest.first()).items())
                .extracting(Entry::subject)
                .containsExactly("POST /brands", "text \uFFFD and \uFFFD");
        assertThat(trail.firstBrokenLink(caller)).isEmpty();
        Caller platform = Caller.operator(AuditTrail.PLATFORM, "operator");
        assertThat(trail.entries(platform, PageRequest.first()).items().get(0).action())
                .isEqualTo("network.install");
        assertThat(trail.firstBrokenLink(platform)).isEmpty();
    }

    @Test
    void readingNeedsTheRight() {
        People.Agency agency = people.agency();
        Caller editor =
                people.caller(people.member(agency, Role.EDITOR, Map.of()).email());
        assertProblem(Problem.FORBIDDEN, () -> trail.entries(editor, PageRequest.first()));
        assertProblem(Problem.FORBIDDEN, () -> trail.firstBrokenLink(editor));
        assertThat(trail.firstBrokenLink(agency.operator())).isEmpty();
    }
}
