package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.WorkspaceService;
import org.parvis.api.workspace.WorkspaceService.NewMember;
import org.parvis.model.WorkspaceId;
import org.parvis.store.TestDatabase;

/** What went wrong in products of this kind must not go wrong here; one test for each published advisory. */
class AdvisoriesTest {
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

    @Test
    @DisplayName("CVE-2026-48781: rights are never read from what a token says")
    void rightsComeFromTheDatabaseAndNotFromTheTokensContent() {
        String claims =
                "{\"role\":\"OWNER\",\"workspace\":\"" + agency.workspace().id() + "\"}";
        String forged = "eyJhbGciOiJub25lIn0."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".";
        assertThat(service.callerOfSession(forged, false, null, People.ORIGIN)).isEmpty();
        assertThat(service.callerOfToken(forged, People.ORIGIN)).isEmpty();

        Member viewer = people.member(agency, Role.VIEWER, Map.of());
        Session session = people.login(viewer.email());
        people.force(
                "update workspace.member set role = 'EDITOR' where user_id = ?",
                viewer.user().value());
        assertThat(service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                        .orElseThrow()
                        .workspaceRole())
                .isEqualTo(Role.EDITOR);
    }

    @Test
    @DisplayName("CVE-2026-48783: what was made for one purpose is good for no other")
    void sessionIsNoTokenAndTokenIsNoSession() {
        Session session = people.login(agency.ownerEmail());
        Caller caller = service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                .orElseThrow();
        ApiToken token = service.createToken(caller, "t", Set.of(Right.READ), null);
        assertThat(service.callerOfToken(session.reference(), People.ORIGIN)).isEmpty();
        assertThat(service.callerOfSession(token.secret(), false, null, People.ORIGIN))
                .isEmpty();
        assertThat(service.callerOfSession(session.csrfToken(), false, null, People.ORIGIN))
                .isEmpty();
        assertThat(service.callerOfToken(session.csrfToken(), People.ORIGIN)).isEmpty();

        // Even under the hash of the other kind, one is not found as the other.
        people.force(
                "update workspace.session set reference_hash = t.secret_hash from workspace.api_token t"
                        + " where t.name = 't' and session.user_id = ?",
                session.user().value());
        assertThat(service.callerOfSession(session.reference(), false, null, People.ORIGIN))
                .isEmpty();
        assertThat(service.callerOfSession(token.secret(), false, null, People.ORIGIN))
                .isEmpty();
    }

    @Test
    @DisplayName("GHSA-5m7p-wphr-xjp7: what was used up cannot be replayed")
    void endedReferencesStayEnded() {
        Session first = people.login(agency.ownerEmail());
        Session second = service.rotate(first.reference());
        assertProblem(Problem.UNAUTHENTICATED, () -> service.rotate(first.reference()));
        assertProblem(
                Problem.UNAUTHENTICATED,
                () -> service.switchWorkspace(
                        first.reference(), agency.workspace().id()));
        service.logout(second.reference());
        service.logout(second.reference());
        assertThat(service.callerOfSession(second.reference(), false, null, People.ORIGIN))
                .isEmpty();
        assertThat(service.callerOfSession(first.reference(), false, null, People.ORIGIN))
                .isEmpty();
    }

    @Test
    @DisplayName("GHSA-jxg2: no password hash leaves the service")
    void nothingThatIsHandedOutCarriesAPasswordHash() {
        String hash =
                people.look("select password_hash from workspace.platform_user where email = ?", agency.ownerEmail());
        Session session = people.login(agency.ownerEmail());
        Caller caller = service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                .orElseThrow();
        assertThat(session
                        + session.reference()
                        + session.csrfToken()
                        + caller
                        + service.members(caller, PageRequest.first())
                        + service.sessions(caller, null)
                        + people.trail.entries(caller, PageRequest.first()))
                .doesNotContain(hash)
                .doesNotContain("pbkdf2");
        assertThat(Arrays.stream(Member.class.getRecordComponents()).map(RecordComponent::getName))
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("password"));
        assertThat(People.person("a@example.com", Role.OWNER, Map.of()).toString())
                .doesNotContain(People.PASSWORD);
    }

    @Test
    @DisplayName("CVE-2026-72719: the workspace never comes from outside")
    void noChangingCallTakesTheWorkspaceFromWhoeverAsks() {
        // The one exception checks the membership itself; see SessionsTest.switchingGoesOnlyWhereThePersonBelongs.
        assertThat(Arrays.stream(WorkspaceService.class.getMethods())
                        .filter(method ->
                                Arrays.asList(method.getParameterTypes()).contains(WorkspaceId.class))
                        .map(Method::getName))
                .containsExactly("switchWorkspace");
        for (Class<?> input : WorkspaceService.class.getDeclaredClasses()) {
            assertThat(Arrays.stream(input.getRecordComponents()).map(RecordComponent::getType))
                    .doesNotContain(WorkspaceId.class);
        }
    }

    @Test
    @DisplayName("CVE-2026-44707: whoever registered an address first does not get in by it")
    void preRegisteredAddressIsNotLetIntoAnotherWorkspace() {
        People.Agency attacker = people.agency();
        String victim = People.anyEmail();
        service.addMember(
                attacker.operator(), new NewMember(victim, "x", "en", "chosen by the attacker", Role.VIEWER, Map.of()));
        Session planted = service.login(victim, "chosen by the attacker", People.ORIGIN, "");
        ApiToken plantedToken = service.createToken(
                service.callerOfSession(planted.reference(), false, null, People.ORIGIN)
                        .orElseThrow(),
                "planted",
                Set.of(Right.READ),
                null);

        NewMember invited = People.person(victim, Role.OWNER, Map.of());
        assertProblem(Problem.CONFLICT, () -> service.addMember(agency.operator(), invited));
        assertProblem(Problem.CONFLICT, () -> service.createWorkspace("Mine", invited, "console"));

        service.resetPassword(victim, "chosen by the person", "console");
        assertThat(service.callerOfSession(planted.reference(), false, null, People.ORIGIN))
                .isEmpty();
        assertThat(service.callerOfToken(plantedToken.secret(), People.ORIGIN)).isEmpty();
        service.addMember(agency.operator(), invited);
        assertProblem(Problem.UNAUTHENTICATED, () -> service.login(victim, "chosen by the attacker", "192.0.2.99", ""));
        assertProblem(Problem.UNAUTHENTICATED, () -> service.login(victim, People.PASSWORD, "192.0.2.99", ""));
        assertThat(service.login(victim, "chosen by the person", "192.0.2.98", ""))
                .isNotNull();
    }

    @Test
    @DisplayName("CVE-2026-84458: an existing login is not taken over by adding its address")
    void addingAnExistingPersonChangesNothingOfTheirs() {
        People.Agency other = people.agency();
        Member added = service.addMember(
                other.operator(),
                new NewMember(agency.ownerEmail(), "Renamed", "fr", "chosen by another", Role.EDITOR, Map.of()));
        assertThat(added.name()).isEqualTo("Someone");
        assertThat(added.language()).isEqualTo("en");
        assertProblem(
                Problem.UNAUTHENTICATED,
                () -> service.login(agency.ownerEmail(), "chosen by another", "192.0.2.97", ""));
        assertThat(people.login(agency.ownerEmail())).isNotNull();
        assertProblem(
                Problem.CONFLICT,
                () -> service.addMember(other.operator(), People.person(agency.ownerEmail(), Role.VIEWER, Map.of())));
    }

    @Test
    @DisplayName("An owner's lock on a person holds in that owner's workspace only")
    void disablingReachesNoOtherWorkspace() {
        People.Agency other = people.agency();
        Member added = service.addMember(other.operator(), People.person(agency.ownerEmail(), Role.EDITOR, Map.of()));
        Session session = people.login(agency.ownerEmail());
        service.changeMember(
                other.operator(),
                added.user(),
                new WorkspaceService.MemberChange(false, null, Map.of()),
                added.version());
        assertThat(service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                        .orElseThrow()
                        .workspace())
                .isEqualTo(agency.workspace().id());
    }
}
