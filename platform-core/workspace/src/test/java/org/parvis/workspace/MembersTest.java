package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Brand;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.WorkspaceService.MemberChange;
import org.parvis.api.workspace.WorkspaceService.NewMember;
import org.parvis.model.BrandId;
import org.parvis.store.TestDatabase;

class MembersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace");

    private People people;
    private JdbiWorkspaceService service;
    private People.Agency agency;

    @BeforeEach
    void arrange() {
        people = new People(DATABASE);
        service = people.service;
        agency = people.agency();
    }

    private Member owner() {
        return service.members(agency.operator(), PageRequest.first()).items().get(0);
    }

    @Test
    void freshPlatformHasNoUserToLogInWith() throws Exception {
        DATABASE.truncate("workspace.platform_user", "workspace.workspace");
        assertThat(service.workspaces()).isEmpty();
        assertThat(people.look("select count(*) from workspace.platform_user")).isEqualTo("0");
    }

    @Test
    void membersArePagedAndShowTheirRoles() {
        Brand brand = service.createBrand(agency.operator(), "Nordlicht");
        Member editor = people.member(agency, null, Map.of(brand.id(), Role.EDITOR));
        Slice<Member> first = service.members(agency.operator(), new PageRequest(null, 1));
        Slice<Member> second = service.members(agency.operator(), new PageRequest(first.next(), 1));
        assertThat(first.items()).extracting(Member::workspaceRole).containsExactly(Role.OWNER);
        assertThat(second.items()).containsExactly(editor);
        assertThat(editor.brandRoles()).containsExactly(Map.entry(brand.id(), Role.EDITOR));
        assertThat(second.next()).isNull();
    }

    @Test
    void roleOnABrandReachesThatBrandOnly() {
        Brand hers = service.createBrand(agency.operator(), "Hers");
        Brand theirs = service.createBrand(agency.operator(), "Theirs");
        Caller caller = people.caller(
                people.member(agency, null, Map.of(hers.id(), Role.MANAGER)).email());
        assertThat(service.brands(caller, PageRequest.first()).items()).containsExactly(hers);
        assertThat(service.renameBrand(caller, hers.id(), "Still hers", hers.version())
                        .version())
                .isEqualTo(2);
        assertProblem(Problem.NOT_FOUND, () -> service.brand(caller, theirs.id()));
        assertProblem(Problem.NOT_FOUND, () -> service.renameBrand(caller, theirs.id(), "Mine", theirs.version()));
        assertProblem(Problem.FORBIDDEN, () -> service.createBrand(caller, "Another"));
        assertProblem(Problem.FORBIDDEN, () -> service.members(caller, PageRequest.first()));
        assertThat(service.member(caller, caller.user()).name()).isEqualTo("Someone");
        assertProblem(Problem.NOT_FOUND, () -> service.member(caller, owner().user()));
    }

    @Test
    void onlyOwnersManagePeople() {
        Caller manager =
                people.caller(people.member(agency, Role.MANAGER, Map.of()).email());
        NewMember another = People.person(People.anyEmail(), Role.OWNER, Map.of());
        assertProblem(Problem.FORBIDDEN, () -> service.addMember(manager, another));
        MemberChange promotion = new MemberChange(true, Role.OWNER, Map.of());
        assertProblem(Problem.FORBIDDEN, () -> service.changeMember(manager, manager.user(), promotion, 1));
    }

    @Test
    void lastOwnerStays() {
        Member owner = owner();
        for (MemberChange change : List.of(
                new MemberChange(true, Role.MANAGER, Map.of()),
                new MemberChange(true, null, Map.of()),
                new MemberChange(false, Role.OWNER, Map.of()))) {
            assertProblem(
                    Problem.CONFLICT,
                    () -> service.changeMember(agency.operator(), owner.user(), change, owner.version()));
        }
        people.member(agency, Role.OWNER, Map.of());
        Member changed = service.changeMember(
                agency.operator(), owner.user(), new MemberChange(true, null, Map.of()), owner.version());
        assertThat(changed.workspaceRole()).isNull();
    }

    @Test
    void twoOwnersCannotRemoveEachOtherAtTheSameTime() throws Exception {
        Member one = owner();
        Member two = people.member(agency, Role.OWNER, Map.of());
        MemberChange removal = new MemberChange(false, null, Map.of());
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> answers = new ArrayList<>();
            for (Member member : List.of(one, two)) {
                answers.add(pool.submit(() -> {
                    try {
                        service.changeMember(agency.operator(), member.user(), removal, member.version());
                        return true;
                    } catch (ProblemException refused) {
                        return false;
                    }
                }));
            }
            assertThat(answers.get(0).get() ^ answers.get(1).get()).isTrue();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void changeThatWasMadeFromAnOldStateIsStale() {
        Member editor = people.member(agency, Role.EDITOR, Map.of());
        MemberChange change = new MemberChange(true, Role.VIEWER, Map.of());
        service.changeMember(agency.operator(), editor.user(), change, editor.version());
        assertProblem(
                Problem.STALE, () -> service.changeMember(agency.operator(), editor.user(), change, editor.version()));
    }

    @Test
    void brandNamesAreUniqueWithoutRegardToCase() {
        Brand brand = service.createBrand(agency.operator(), "  Nordlicht ");
        assertThat(brand.name()).isEqualTo("Nordlicht");
        assertProblem(Problem.CONFLICT, () -> service.createBrand(agency.operator(), "NORDLICHT"));
        Brand other = service.createBrand(agency.operator(), "Other");
        assertProblem(
                Problem.CONFLICT,
                () -> service.renameBrand(agency.operator(), other.id(), "nordlicht", other.version()));
        assertProblem(Problem.STALE, () -> service.renameBrand(agency.operator(), other.id(), "New", 7));
        assertThat(service.renameBrand(agency.operator(), brand.id(), "NordLicht", 1)
                        .name())
                .isEqualTo("NordLicht");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\0b", "half \uD83D pair", "two\nlines"})
    void nameThatIsNoneIsInvalid(String name) {
        assertProblem(Problem.INVALID, () -> service.createBrand(agency.operator(), name));
        assertProblem(
                Problem.INVALID,
                () -> service.addMember(
                        agency.operator(),
                        new NewMember(People.anyEmail(), name, "en", People.PASSWORD, Role.VIEWER, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mara",
                "mara@",
                "@example.com",
                "m a@example.com",
                "mar\u0131@example.com",
                "a@b\0",
                "\uD800@b"
            })
    void addressThatIsNoneIsInvalid(String email) {
        assertProblem(
                Problem.INVALID,
                () -> service.addMember(agency.operator(), People.person(email, Role.VIEWER, Map.of())));
    }

    @Test
    void everyChangeStandsInTheAuditTrail() {
        Brand brand = service.createBrand(agency.operator(), "Nordlicht");
        service.renameBrand(agency.operator(), brand.id(), "Südlicht", 1);
        Member member = people.member(agency, Role.EDITOR, Map.of(brand.id(), Role.MANAGER));
        service.changeMember(agency.operator(), member.user(), new MemberChange(true, Role.VIEWER, Map.of()), 1);
        assertThat(people.trail.entries(agency.operator(), PageRequest.first()).items())
                .extracting(AuditTrail.Entry::action)
                .containsExactly("member.change", "member.add", "brand.rename", "brand.create", "workspace.create");
    }

    @Test
    void nothingOfAnotherWorkspaceIsSeenOrChanged() {
        People.Agency other = people.agency();
        Brand theirs = service.createBrand(other.operator(), "Theirs");
        Member them = people.member(other, Role.EDITOR, Map.of());
        Caller caller = people.caller(agency.ownerEmail());
        MemberChange change = new MemberChange(false, null, Map.of());
        assertProblem(Problem.NOT_FOUND, () -> service.brand(caller, theirs.id()));
        assertProblem(Problem.NOT_FOUND, () -> service.renameBrand(caller, theirs.id(), "Mine", 1));
        assertProblem(Problem.NOT_FOUND, () -> service.member(caller, them.user()));
        assertProblem(Problem.NOT_FOUND, () -> service.changeMember(caller, them.user(), change, 1));
        assertProblem(
                Problem.NOT_FOUND,
                () -> service.addMember(
                        caller, People.person(People.anyEmail(), null, Map.of(theirs.id(), Role.EDITOR))));
        assertThat(service.brands(caller, PageRequest.first()).items()).isEmpty();
        assertThat(service.members(caller, PageRequest.first()).items())
                .extracting(Member::email)
                .containsExactly(agency.ownerEmail());
        assertThat(service.workspacesOf(caller)).containsExactly(agency.workspace());
        assertThat(service.workspace(caller)).isEqualTo(agency.workspace());
        assertThat(people.trail.entries(caller, PageRequest.first()).items())
                .noneMatch(entry -> entry.subject().contains(theirs.id().toString()));
    }

    @Test
    void databaseItselfShowsAWorkspaceItsOwnMembersAndNobodysHash() {
        People.Agency other = people.agency();
        List<String> seen = DATABASE.database()
                .inWorkspace(
                        agency.workspace().id(),
                        handle -> handle.createQuery("select email from workspace.platform_user")
                                .mapTo(String.class)
                                .list());
        assertThat(seen).containsExactly(agency.ownerEmail()).doesNotContain(other.ownerEmail());
        for (String sql : List.of(
                "select password_hash from workspace.platform_user",
                "select 1 from workspace.login_guard",
                "update workspace.platform_user set name = 'x'")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                            DATABASE.database().useWorkspace(agency.workspace().id(), handle -> handle.execute(sql)))
                    .hasStackTraceContaining("permission denied");
        }
        for (String table :
                List.of("workspace", "brand", "member", "brand_role", "session", "api_token", "audit_entry")) {
            Long foreign = DATABASE.database()
                    .inWorkspace(
                            agency.workspace().id(),
                            handle -> handle.createQuery(
                                            "select count(*) from workspace." + table + " where workspace_id <> :mine")
                                    .bind("mine", agency.workspace().id().value())
                                    .mapTo(Long.class)
                                    .one());
            assertThat(foreign).as(table).isZero();
        }
    }

    @Test
    void unknownBrandOfARoleIsNotFound() {
        assertProblem(
                Problem.NOT_FOUND,
                () -> people.member(agency, null, Map.of(new BrandId(java.util.UUID.randomUUID()), Role.EDITOR)));
        assertProblem(Problem.INVALID, () -> people.member(agency, null, Map.of()));
    }
}
