package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parvis.model.AccountKind;
import org.parvis.model.ErrorKind;
import org.parvis.model.OAuthProfile;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.SignIn;
import org.parvis.spi.TokenGrant;

/** From an authorisation to accounts, and what becomes of it. */
final class LinkingSuite extends Suite {
    private static final Set<ErrorKind> OVER = Set.of(ErrorKind.TOKEN_EXPIRED, ErrorKind.AUTHORIZATION_REVOKED);

    LinkingSuite(Kit kit) {
        super("linking", kit);
        test("theAuthorisationsAccountIsListedOnce", LinkingSuite::listed);
        test("theAccountsKindIsDeclared", this::kinds);
        test(
                "noAccountIsWithoutAName",
                s -> assertThat(accounts(s))
                        .allMatch(a -> !a.handle().isBlank() && !a.displayName().isBlank()));
        test("theGrantToStoreIsWhole", LinkingSuite::exchanged);
        test(
                "noAccountsGrantIsBlank",
                s -> assertThat(accounts(s)).allSatisfy(a -> {
                    if (a.grant() != null) {
                        whole(a.grant());
                    }
                }));
        test("aRenewedGrantIsWholeOrLeftToThePlatform", this::refreshed);
        test("anUnknownTokenIsRefusedAsSuch", LinkingSuite::unknownToken);
        test("anUnavailableNetworkIsNotALostAuthorisation", LinkingSuite::unavailable);
        test("aRevokedAuthorisationIsNoticed", s -> {
            s.call();
            s.simulator().revokeAuthorization();
            TokenGrant old = s.simulator().account().grant();
            assertThat(Failures.kind(() -> s.plugin().accountLinker().listAccounts(s.linkingCall(old))))
                    .isIn(OVER);
        });
        signingIn();
        test("anExpiredTokenIsNoticed", s -> {
            TokenGrant grant = s.simulator().account().grant();
            s.simulator().expireToken();
            assertThat(Failures.kind(() -> s.plugin().accountLinker().listAccounts(s.linkingCall(grant))))
                    .isIn(OVER);
        });
    }

    /** Declared: name and secret become a grant, and wrong ones none. Not declared: UNSUPPORTED. */
    private void signingIn() {
        if (kit.descriptor().signIn() == null) {
            test(
                    "signingInIsUnsupportedWhereItIsNotDeclared",
                    s -> assertThat(Failures.kind(() -> signIn(s, new SignIn("somebody", "a secret"))))
                            .isEqualTo(ErrorKind.UNSUPPORTED));
            return;
        }
        test("whoSignsInIsLinked", s -> {
            TokenGrant grant = signIn(s, s.simulator().signIn());
            whole(grant);
            assertThat(s.plugin().accountLinker().listAccounts(s.linkingCall(grant)))
                    .extracting(LinkableAccount::id)
                    .contains(s.simulator().account().id());
        });
        test("aWrongSecretIsRefused", s -> {
            SignIn right = s.simulator().signIn();
            NetworkException refused =
                    Failures.of(() -> signIn(s, new SignIn(right.identifier(), right.secret() + "-wrong")));
            assertThat(refused.kind()).isIn(ErrorKind.AUTHORIZATION_REVOKED, ErrorKind.POLICY_REJECTED);
            assertThat(refused.getMessage()).doesNotContain(right.secret());
        });
        test("signingInDuringAnOutageIsNotRefused", s -> {
            SignIn right = s.simulator().signIn();
            TckCall call = s.linkingCall(new TokenGrant("", null, null, Set.of()))
                    .meeting((r, on) -> TckChannel.answer(503, Map.of(), new byte[0]));
            assertThat(Failures.kind(() -> s.plugin().accountLinker().signIn(call, right)))
                    .isIn(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN);
        });
    }

    private static TokenGrant signIn(Subject s, SignIn signIn) throws Exception {
        TckCall call = s.linkingCall(new TokenGrant("", null, null, Set.of()));
        return s.plugin().accountLinker().signIn(call, signIn);
    }

    private static List<LinkableAccount> accounts(Subject s) throws Exception {
        TokenGrant grant = s.simulator().account().grant();
        TokenGrant better = s.plugin().accountLinker().exchange(s.linkingCall(grant), grant);
        return s.plugin().accountLinker().listAccounts(s.linkingCall(better));
    }

    private static void listed(Subject s) throws Exception {
        assertThat(accounts(s)).extracting(LinkableAccount::id).doesNotHaveDuplicates();
        String handle = s.simulator().account().handle();
        assertThat(accounts(s))
                .filteredOn(a -> a.handle().equals(handle))
                .extracting(LinkableAccount::id)
                .containsExactly(s.simulator().account().id());
    }

    private void kinds(Subject s) throws Exception {
        List<String> kinds =
                kit.descriptor().accountKinds().stream().map(AccountKind::id).toList();
        assertThat(accounts(s))
                .extracting(LinkableAccount::kind)
                .allMatch(kind -> kinds.isEmpty() ? kind.equals("default") : kinds.contains(kind));
    }

    private static void exchanged(Subject s) throws Exception {
        TokenGrant grant = s.simulator().account().grant();
        whole(s.plugin().accountLinker().exchange(s.linkingCall(grant), grant));
    }

    private void refreshed(Subject s) throws Exception {
        TokenGrant grant = s.simulator().account().grant();
        Optional<TokenGrant> renewed = s.plugin().accountLinker().refresh(s.linkingCall(grant), grant);
        if (renewed.isPresent()) {
            whole(renewed.get());
            String next = renewed.get().refreshToken();
            assertThat(kit.descriptor().oauth().refresh() == OAuthProfile.RefreshStyle.SINGLE_USE && next == null)
                    .as("a single-use refresh token was used and no new one was kept")
                    .isFalse();
        }
    }

    private static void whole(TokenGrant grant) {
        assertThat(grant.accessToken()).as("access token").isNotBlank();
        assertThat(grant.refreshToken() == null || !grant.refreshToken().isBlank())
                .as("a refresh token is not blank")
                .isTrue();
    }

    private static void unknownToken(Subject s) {
        TokenGrant unknown = new TokenGrant("a-token-nobody-gave", null, null, Set.of());
        assertThat(Failures.kind(() -> s.plugin().accountLinker().listAccounts(s.linkingCall(unknown))))
                .isIn(OVER);
    }

    private static void unavailable(Subject s) throws Exception {
        TokenGrant grant = s.simulator().account().grant();
        TckCall call = s.linkingCall(grant).meeting((r, on) -> TckChannel.answer(503, Map.of(), new byte[0]));
        NetworkException refused = Failures.of(() -> s.plugin().accountLinker().listAccounts(call));
        assertThat(refused.kind()).isEqualTo(ErrorKind.TRANSIENT);
    }
}
