package org.parvis.simulator.twitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorisationTest {

    @TempDir
    Path home;

    private SmallWorld world;
    private XClient x;

    @BeforeEach
    void start() throws Exception {
        world = SmallWorld.start(home);
        x = world.x;
    }

    @AfterEach
    void stop() throws Exception {
        world.close();
    }

    private int me(String token) throws Exception {
        return x.get(token, "/2/users/me").status();
    }

    private XClient.Answer refresh(String token) throws Exception {
        return x.token(XClient.BASIC, "grant_type", "refresh_token", "refresh_token", token);
    }

    @Test
    void aSignedInAccountGetsTokens() throws Exception {
        Map<String, String> back = x.authorize(Map.of());
        assertThat(back).containsEntry("state", "st&te").containsKey("code");
        XClient.Answer tokens = x.exchange(back.get("code"));
        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.at("/expires_in").asInt()).isEqualTo(7200);
        assertThat(tokens.at("/token_type").asText()).isEqualTo("bearer");
        assertThat(x.get(tokens.at("/access_token").asText(), "/2/users/me")
                        .at("/data/username")
                        .asText())
                .isEqualTo("Acme");
    }

    @Test
    void thePageListsTheOrganizations() throws Exception {
        XClient.Answer page = x.send(
                "GET",
                "",
                "/i/oauth2/authorize",
                XClient.query(
                        "response_type",
                        "code",
                        "client_id",
                        "parvis-demo",
                        "redirect_uri",
                        XClient.REDIRECT,
                        "scope",
                        "users.read",
                        "state",
                        "s",
                        "code_challenge",
                        XClient.challenge(XClient.VERIFIER),
                        "code_challenge_method",
                        "S256"),
                "",
                "");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("@Acme").contains("@Other").doesNotContain("@jo");
    }

    @Test
    void aDenialIsSentBack() throws Exception {
        assertThat(x.authorize(Map.of("decision", "deny")))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "st&te")
                .doesNotContainKey("code");
    }

    @Test
    void onlyRegisteredRedirectsAreFollowed() throws Exception {
        assertThat(x.authorize(Map.of("redirect_uri", XClient.REDIRECT + "/x"))).containsEntry("page", "400");
        assertThat(x.authorize(Map.of("redirect_uri", "https://evil.example/"))).containsEntry("page", "400");
        assertThat(x.authorize(Map.of("client_id", "somebody"))).containsEntry("page", "400");
    }

    @Test
    void aRequestWithoutChallengeOrWithUnknownScopesIsRefused() throws Exception {
        assertThat(x.authorize(Map.of("code_challenge", ""))).containsEntry("error", "invalid_request");
        assertThat(x.authorize(Map.of("scope", "tweet.read world.rule"))).containsEntry("error", "invalid_scope");
        assertThat(x.authorize(Map.of("response_type", "token"))).containsEntry("error", "unsupported_response_type");
    }

    @Test
    void aCodeLivesThirtySeconds() throws Exception {
        String code = x.authorize(Map.of()).get("code");
        world.simulation.clock().step(Duration.ofSeconds(30));
        assertThat(x.exchange(code).status()).isEqualTo(400);
        String quick = x.authorize(Map.of()).get("code");
        world.simulation.clock().step(Duration.ofSeconds(29));
        assertThat(x.exchange(quick).status()).isEqualTo(200);
    }

    @Test
    void aSecondUseOfACodeRevokesWhatTheFirstGave() throws Exception {
        String code = x.authorize(Map.of()).get("code");
        String access = x.exchange(code).at("/access_token").asText();
        assertThat(me(access)).isEqualTo(200);
        assertThat(x.exchange(code).status()).isEqualTo(400);
        assertThat(me(access)).isEqualTo(401);
    }

    @Test
    void theVerifierMustFitTheChallenge() throws Exception {
        String code = x.authorize(Map.of()).get("code");
        XClient.Answer answer = x.token(
                XClient.BASIC,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                XClient.REDIRECT,
                "code_verifier",
                XClient.VERIFIER + "x");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void aPlainChallengeIsItsOwnVerifier() throws Exception {
        String code = x.authorize(Map.of("code_challenge", XClient.VERIFIER, "code_challenge_method", "plain"))
                .get("code");
        assertThat(x.exchange(code).status()).isEqualTo(200);
    }

    @Test
    void aConfidentialClientMustProveItself() throws Exception {
        String code = x.authorize(Map.of()).get("code");
        XClient.Answer answer = x.token(
                "",
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                XClient.REDIRECT,
                "code_verifier",
                XClient.VERIFIER,
                "client_id",
                "parvis-demo");
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void aPublicClientSaysItsName() throws Exception {
        String code = x.authorize(Map.of("client_id", "parvis-demo-public")).get("code");
        XClient.Answer answer = x.token(
                "",
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                XClient.REDIRECT,
                "code_verifier",
                XClient.VERIFIER,
                "client_id",
                "parvis-demo-public");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void anAccessTokenLivesTwoHours() throws Exception {
        String token = x.link("Acme");
        world.simulation.clock().step(Duration.ofSeconds(7199));
        assertThat(me(token)).isEqualTo(200);
        world.simulation.clock().step(Duration.ofSeconds(1));
        assertThat(me(token)).isEqualTo(401);
    }

    @Test
    void aRefreshTokenIsGoodOnceAndItsReuseRevokesTheFamily() throws Exception {
        XClient.Answer first = x.exchange(x.authorize(Map.of()).get("code"));
        XClient.Answer second = refresh(first.at("/refresh_token").asText());
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.at("/refresh_token").asText())
                .isNotEqualTo(first.at("/refresh_token").asText());
        assertThat(me(second.at("/access_token").asText())).isEqualTo(200);
        XClient.Answer reused = refresh(first.at("/refresh_token").asText());
        assertThat(reused.status()).isEqualTo(400);
        assertThat(reused.at("/error").asText()).isEqualTo("invalid_grant");
        assertThat(me(second.at("/access_token").asText())).isEqualTo(401);
        assertThat(refresh(second.at("/refresh_token").asText()).status()).isEqualTo(400);
    }

    @Test
    void withoutOfflineAccessThereIsNoRefreshToken() throws Exception {
        XClient.Answer tokens =
                x.exchange(x.authorize(Map.of("scope", "tweet.read users.read")).get("code"));
        assertThat(tokens.json().has("refresh_token")).isFalse();
    }

    @Test
    void scopesAreEnforced() throws Exception {
        String token = x.link("Acme", "tweet.read users.read");
        assertThat(me(token)).isEqualTo(200);
        assertThat(x.post(token, "/2/tweets", "{\"text\":\"a\"}").status()).isEqualTo(403);
        assertThat(x.get(token, "/2/dm_events").status()).isEqualTo(403);
    }

    @Test
    void anAppTokenIsNoUser() throws Exception {
        String token = x.appToken();
        assertThat(x.get(token, "/2/users/" + SmallWorld.ACME).status()).isEqualTo(200);
        XClient.Answer answer = x.get(token, "/2/users/me");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/type").asText()).endsWith("unsupported-authentication");
    }

    @Test
    void revokedTokensAreDead() throws Exception {
        String token = x.link("Acme");
        assertThat(x.send(
                                "POST",
                                XClient.BASIC,
                                "/2/oauth2/revoke",
                                Map.of(),
                                "token=" + token,
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(200);
        assertThat(me(token)).isEqualTo(401);
        String other = x.link("Acme");
        world.control("revoke", "{\"account\":\"Acme\"}");
        assertThat(me(other)).isEqualTo(401);
    }

    @Test
    void anExpiredAccessTokenCanBeRefreshed() throws Exception {
        XClient.Answer tokens = x.exchange(x.authorize(Map.of()).get("code"));
        world.control("expire-token", "{\"account\":\"Acme\"}");
        assertThat(me(tokens.at("/access_token").asText())).isEqualTo(401);
        assertThat(me(refresh(tokens.at("/refresh_token").asText())
                        .at("/access_token")
                        .asText()))
                .isEqualTo(200);
    }
}
