package org.parvis.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.workspace.Problems.assertProblem;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.PageRequest;
import org.parvis.api.Problem;
import org.parvis.api.Slice;
import org.parvis.api.workspace.ApiToken;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Brand;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Member;
import org.parvis.api.workspace.Right;
import org.parvis.api.workspace.Role;
import org.parvis.api.workspace.WorkspaceService.MemberChange;
import org.parvis.store.TestDatabase;

class TokensTest {
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

    private Caller use(ApiToken token) {
        return service.callerOfToken(token.secret(), "192.0.2.9").orElseThrow();
    }

    private boolean works(ApiToken token) {
        return service.callerOfToken(token.secret(), "192.0.2.9").isPresent();
    }

    @Test
    void tokenDoesWhatItsScopesAllowAndNothingElse() {
        Caller caller = people.caller(agency.ownerEmail());
        ApiToken token = service.createToken(caller, "reports", Set.of(Right.READ), null);
        Caller program = use(token);
        assertThat(program.workspace()).isEqualTo(agency.workspace().id());
        assertThat(program.user()).isEqualTo(caller.user());
        assertThat(program.may(Right.READ)).isTrue();
        assertThat(program.may(Right.MANAGE_PEOPLE)).isFalse();
        assertProblem(Problem.FORBIDDEN, () -> service.createBrand(program, "x"));
    }

    @Test
    void tokenNeverDoesMoreThanItsMakerMayNow() {
        Member manager = people.member(agency, Role.MANAGER, Map.of());
        ApiToken token =
                service.createToken(people.caller(manager.email()), "import", Set.of(Right.READ, Right.IMPORT), null);
        assertThat(use(token).may(Right.IMPORT)).isTrue();
        Member viewer = service.changeMember(
                agency.operator(), manager.user(), new MemberChange(true, Role.VIEWER, Map.of()), manager.version());
        assertThat(use(token).may(Right.IMPORT)).isFalse();
        assertThat(use(token).may(Right.READ)).isTrue();
        Member disabled = service.changeMember(
                agency.operator(), manager.user(), new MemberChange(false, Role.VIEWER, Map.of()), viewer.version());
        assertThat(works(token)).isFalse();
        service.changeMember(
                agency.operator(), manager.user(), new MemberChange(true, Role.OWNER, Map.of()), disabled.version());
        assertThat(works(token)).as("coming back does not revive tokens").isFalse();
    }

    @Test
    void scopesBeyondTheMakersRightsAreRefused() {
        Brand brand = service.createBrand(agency.operator(), "Nordlicht");
        Caller editor = people.caller(
                people.member(agency, null, Map.of(brand.id(), Role.EDITOR)).email());
        assertProblem(
                Problem.FORBIDDEN,
                () -> service.createToken(editor, "x", Set.of(Right.READ, Right.MANAGE_PEOPLE), null));
        ApiToken token = service.createToken(editor, "answers", Set.of(Right.READ, Right.ANSWER), null);
        assertThat(use(token).may(Right.ANSWER, brand.id())).isTrue();
        assertThat(use(token).may(Right.ANSWER)).isFalse();
        assertProblem(Problem.INVALID, () -> service.createToken(editor, "x", Set.of(), null));
        assertProblem(Problem.INVALID, () -> service.createToken(editor, "x", Set.of(Right.READ), Duration.ZERO));
    }

    @Test
    void expiredAndRevokedTokensAreRefusedAndThatIsRecordedOnce() {
        Caller caller = people.caller(agency.ownerEmail());
        ApiToken expiring = service.createToken(caller, "short", Set.of(Right.READ), Duration.ofMinutes(5));
        ApiToken lasting = service.createToken(caller, "long", Set.of(Right.READ), null);
        assertThat(expiring.expiresAt()).isEqualTo(expiring.createdAt().plus(Duration.ofMinutes(5)));
        people.force("update workspace.api_token set expires_at = now() where id = ?", UUID.fromString(expiring.id()));
        assertThat(works(expiring)).isFalse();
        service.revokeToken(caller, lasting.id());
        assertThat(works(lasting)).isFalse();
        assertThat(works(lasting)).isFalse();
        assertProblem(Problem.NOT_FOUND, () -> service.revokeToken(caller, lasting.id()));
        assertThat(people.trail.entries(caller, PageRequest.first()).items())
                .filteredOn(entry -> entry.action().equals("token.refuse"))
                .extracting(AuditTrail.Entry::subject)
                .containsExactly("token:" + lasting.id(), "token:" + expiring.id());
    }

    @Test
    void onlyTheHashOfATokenIsStoredAndTheSecretIsShownOnce() {
        Caller caller = people.caller(agency.ownerEmail());
        ApiToken token = service.createToken(caller, "once", Set.of(Right.READ), null);
        assertThat(people.look("select string_agg(cast(t as text), ' ') from workspace.api_token t"))
                .doesNotContain(token.secret());
        assertThat(service.tokens(caller, PageRequest.first()).items())
                .extracting(ApiToken::secret)
                .containsOnlyNulls();
        assertThat(token.toString()).doesNotContain(token.secret());
    }

    @Test
    void peopleSeeTheirOwnTokensAndOwnersAll() {
        Caller owner = people.caller(agency.ownerEmail());
        Caller editor =
                people.caller(people.member(agency, Role.EDITOR, Map.of()).email());
        Caller viewer =
                people.caller(people.member(agency, Role.VIEWER, Map.of()).email());
        ApiToken one = service.createToken(editor, "one", Set.of(Right.READ), null);
        service.createToken(owner, "two", Set.of(Right.READ), null);
        assertThat(service.tokens(editor, PageRequest.first()).items())
                .extracting(ApiToken::name)
                .containsExactly("one");
        assertThat(service.tokens(viewer, PageRequest.first()).items()).isEmpty();
        Slice<ApiToken> first = service.tokens(owner, new PageRequest(null, 1));
        assertThat(first.items()).extracting(ApiToken::name).containsExactly("one");
        assertThat(service.tokens(owner, new PageRequest(first.next(), 1)).items())
                .extracting(ApiToken::name)
                .containsExactly("two");
        assertProblem(Problem.NOT_FOUND, () -> service.revokeToken(viewer, one.id()));
        service.revokeToken(owner, one.id());
        assertThat(works(one)).isFalse();
    }

    @Test
    void tokenCannotManageTokensOrLogins() {
        Caller owner = people.caller(agency.ownerEmail());
        ApiToken token = service.createToken(owner, "all", Set.of(Right.values()), null);
        Caller program = use(token);
        assertProblem(Problem.FORBIDDEN, () -> service.createToken(program, "child", Set.of(Right.READ), null));
        assertProblem(Problem.FORBIDDEN, () -> service.tokens(program, PageRequest.first()));
        assertProblem(Problem.FORBIDDEN, () -> service.revokeToken(program, token.id()));
        assertProblem(Problem.FORBIDDEN, () -> service.sessions(program, null));
        assertProblem(Problem.FORBIDDEN, () -> service.changePassword(program, People.PASSWORD, "another good one"));
    }

    @Test
    void tokenMadeAtTheConsoleStandsForTheOperator() {
        Caller program = use(service.createToken(agency.operator(), "backup", Set.of(Right.READ), null));
        assertThat(program.user()).isNull();
        assertThat(program.may(Right.READ)).isTrue();
        assertThat(program.may(Right.IMPORT)).isFalse();
    }

    @Test
    void tokensOfAnotherWorkspaceAreNeitherSeenNorRevoked() {
        People.Agency other = people.agency();
        ApiToken theirs = service.createToken(other.operator(), "theirs", Set.of(Right.READ), null);
        assertThat(service.tokens(agency.operator(), PageRequest.first()).items())
                .isEmpty();
        assertProblem(Problem.NOT_FOUND, () -> service.revokeToken(agency.operator(), theirs.id()));
        assertThat(works(theirs)).isTrue();
    }

    @Test
    void writtenTokensHaveAPrefixAndAChecksum() {
        String secret = Secret.newApiToken();
        assertThat(secret).matches("parvis_[0-9A-Za-z]{49}");
        assertThat(TokenText.isWhole(secret)).isTrue();
        char last = secret.charAt(20);
        String mistyped = secret.substring(0, 20) + (last == 'a' ? 'b' : 'a') + secret.substring(21);
        assertThat(TokenText.isWhole(mistyped)).isFalse();
        assertThat(TokenText.of(new byte[32])).startsWith("parvis_0000");
        assertThat(service.callerOfToken("", "192.0.2.9")).isEmpty();
        assertThat(service.callerOfToken("parvis_\0", "192.0.2.9")).isEmpty();
    }
}
