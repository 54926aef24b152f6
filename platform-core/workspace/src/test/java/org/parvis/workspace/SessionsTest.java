package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.Problem;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.Session;
import org.parvis.api.workspace.SessionView;
import org.parvis.api.workspace.WorkspaceService.MemberChange;
import org.parvis.store.TestDatabase;

class SessionsTest {
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

    private boolean alive(String reference) {
        return service.callerOfSession(reference, false, null, People.ORIGIN).isPresent();
    }

    @Test
    void loginGivesTheCallerOfTheHomeWorkspace() {
        Session session = people.login(agency.ownerEmail().toUpperCase(java.util.Locale.ROOT));
        Caller caller = service.callerOfSession(session.reference(), false, null, "198.51.100.7")
                .orElseThrow();
        assertThat(caller.workspace()).isEqualTo(agency.workspace().id());
        assertThat(caller.user()).isEqualTo(session.user());
        assertThat(caller.workspaceRole()).isEqualTo(Role.OWNER);
        assertThat(caller.scopes()).isNull();
        assertThat(caller.origin()).isEqualTo("198.51.100.7");
    }

    @Test
    void changingRequestNeedsTheCsrfTokenOfItsOwnSession() {
        Session session = people.login(agency.ownerEmail());
        Session other = people.login(agency.ownerEmail());
        assertThat(service.callerOfSession(session.reference(), true, session.csrfToken(), People.ORIGIN))
                .isPresent();
        for (String wrong : new String[] {null, "", other.csrfToken(), session.reference()}) {
            assertProblem(
                    Problem.FORBIDDEN, () -> service.callerOfSession(session.reference(), true, wrong, People.ORIGIN));
        }
        assertThat(people.trail
                        .entries(agency.operator(), org.parvis.api.PageRequest.first())
                        .items()
                        .get(0)
                        .action())
                .isEqualTo("access.refuse");
    }

    @Test
    void pageThatIsLoadedAgainGetsTheSameCsrfToken() {
        Session session = people.login(agency.ownerEmail());
        assertThat(service.session(session.reference())).contains(session);
        service.logout(session.reference());
        assertThat(service.session(session.reference())).isEmpty();
    }

    @Test
    void onlyHashesOfReferencesAreStored() {
        Session session = people.login(agency.ownerEmail());
        String rows = people.look("select string_agg(cast(s as text), ' ') from workspace.session s");
        assertThat(rows).doesNotContain(session.reference()).doesNotContain(session.csrfToken());
        assertThat(session.toString()).doesNotContain(session.reference()).doesNotContain(session.csrfToken());
    }

    @Test
    void sessionEndsAfterAnIdleHourAndAfterTwelveHours() {
        Session session = people.login(agency.ownerEmail());
        people.force(
                "update workspace.session set last_seen_at = now() - interval '59 minutes' where user_id = ?",
                session.user().value());
        assertThat(alive(session.reference())).isTrue();
        people.force(
                "update workspace.session set last_seen_at = now() - interval '61 minutes' where user_id = ?",
                session.user().value());
        assertThat(alive(session.reference())).isFalse();

        Session second = people.login(agency.ownerEmail());
        assertThat(people.look(
                        "select max(expires_at - created_at) from workspace.session where user_id = ?",
                        session.user().value()))
                .isEqualTo("12:00:00");
        people.force(
                "update workspace.session set expires_at = now() where user_id = ?",
                session.user().value());
        assertThat(alive(second.reference())).isFalse();
    }

    @Test
    void lastSeenIsWrittenOnceAMinuteAtMost() {
        Session session = people.login(agency.ownerEmail());
        String look = "select xmin from workspace.session where user_id = ?";
        String before = people.look(look, session.user().value());
        alive(session.reference());
        assertThat(people.look(look, session.user().value())).isEqualTo(before);
        people.force(
                "update workspace.session set last_seen_at = now() - interval '2 minutes' where user_id = ?",
                session.user().value());
        alive(session.reference());
        assertThat(people.look(
                        "select last_seen_at > now() - interval '1 minute' from workspace.session where user_id = ?",
                        session.user().value()))
                .isEqualTo("t");
    }

    @Test
    void rotatedReferenceIsGoodAndTheOldOneIsNot() {
        Session first = people.login(agency.ownerEmail());
        Session second = service.rotate(first.reference());
        assertThat(alive(second.reference())).isTrue();
        assertThat(alive(first.reference())).isFalse();
        assertThat(second.csrfToken()).isNotEqualTo(first.csrfToken());
        assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
        assertProblem(Problem.UNAUTHENTICATED, () -> service.rotate(first.reference()));
    }

    @Test
    void personSeesAndEndsOwnSessionsOnly() {
        Session here = people.login(agency.ownerEmail());
        Session there = people.login(agency.ownerEmail());
        Caller caller = service.callerOfSession(here.reference(), false, null, People.ORIGIN)
                .orElseThrow();
        assertThat(service.sessions(caller, here.reference()))
                .hasSize(2)
                .filteredOn(SessionView::current)
                .hasSize(1);

        String other = service.sessions(caller, there.reference()).stream()
                .filter(SessionView::current)
                .findFirst()
                .orElseThrow()
                .id();
        Member stranger = people.member(agency, Role.OWNER, Map.of());
        Caller strange = people.caller(stranger.email());
        assertProblem(Problem.NOT_FOUND, () -> service.endSession(strange, other));
        service.endSession(caller, other);
        assertThat(alive(there.reference())).isFalse();
        assertThat(alive(here.reference())).isTrue();
        assertProblem(Problem.NOT_FOUND, () -> service.endSession(caller, "no id"));
    }

    @Test
    void disablingEndsSessionsAtOnce() {
        Member editor = people.member(agency, Role.EDITOR, Map.of());
        Session session = people.login(editor.email());
        service.changeMember(
                agency.operator(), editor.user(), new MemberChange(false, Role.EDITOR, Map.of()), editor.version());
        assertThat(alive(session.reference())).isFalse();
        assertProblem(Problem.UNAUTHENTICATED, () -> people.login(editor.email()));
    }

    @Test
    void shrinkingRightsEndSessionsAndGrowingOnesDoNot() {
        Member editor = people.member(agency, Role.EDITOR, Map.of());
        Session session = people.login(editor.email());
        Member grown = service.changeMember(
                agency.operator(), editor.user(), new MemberChange(true, Role.MANAGER, Map.of()), editor.version());
        assertThat(service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                        .orElseThrow()
                        .workspaceRole())
                .isEqualTo(Role.MANAGER);
        service.changeMember(
                agency.operator(), editor.user(), new MemberChange(true, Role.VIEWER, Map.of()), grown.version());
        assertThat(alive(session.reference())).isFalse();
    }

    @Test
    void switchingGoesOnlyWhereThePersonBelongs() {
        People.Agency second = people.agency();
        Session session = people.login(agency.ownerEmail());
        assertProblem(
                Problem.NOT_FOUND,
                () -> service.switchWorkspace(
                        session.reference(), second.workspace().id()));
        service.addMember(second.operator(), People.person(agency.ownerEmail(), Role.VIEWER, Map.of()));

        Session switched =
                service.switchWorkspace(session.reference(), second.workspace().id());
        assertThat(switched.workspace()).isEqualTo(second.workspace().id());
        assertThat(alive(session.reference())).isFalse();
        Caller caller = service.callerOfSession(switched.reference(), false, null, People.ORIGIN)
                .orElseThrow();
        assertThat(caller.workspace()).isEqualTo(second.workspace().id());
        assertThat(caller.workspaceRole()).isEqualTo(Role.VIEWER);
        assertThat(service.workspacesOf(caller)).containsExactly(agency.workspace(), second.workspace());
        assertThat(people.login(agency.ownerEmail()).workspace())
                .isEqualTo(second.workspace().id());
    }

    @Test
    void changedPasswordEndsEverySessionAndTheOldPassword() {
        Session session = people.login(agency.ownerEmail());
        Caller caller = service.callerOfSession(session.reference(), false, null, People.ORIGIN)
                .orElseThrow();
        assertProblem(
                Problem.INVALID, () -> service.changePassword(caller, "not the present one", "eleven blue umbrellas"));
        service.changePassword(caller, People.PASSWORD, "eleven blue umbrellas");
        assertThat(alive(session.reference())).isFalse();
        assertProblem(Problem.UNAUTHENTICATED, () -> people.login(agency.ownerEmail()));
        assertThat(service.login(agency.ownerEmail(), "eleven blue umbrellas", People.ORIGIN, ""))
                .isNotNull();
    }

    @Test
    void olderPasswordHashIsRenewedAtLogin() {
        JdbiWorkspaceService raised =
                new JdbiWorkspaceService(DATABASE.database(), SessionLimits.DEFAULT, new PasswordHashes(2_000));
        raised.login(agency.ownerEmail(), People.PASSWORD, People.ORIGIN, "");
        assertThat(people.look(
                        "select password_hash from workspace.platform_user where email = ?", agency.ownerEmail()))
                .startsWith("pbkdf2-sha512$2000$");
        assertThat(people.login(agency.ownerEmail())).isNotNull();
    }

    @Test
    void settingsThatAreNoDurationsAreReplacedByTheDefaults() {
        assertThat(SessionLimits.of("twelve hours", "PT30M"))
                .isEqualTo(new SessionLimits(Duration.ofHours(12), Duration.ofMinutes(30)));
    }
}
