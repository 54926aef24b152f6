package org.parvis.network.instagram;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.TokenGrant;

/** The two logins: to where which token goes, and what comes of it. */
class InstagramLinkerTest {

    private static final TokenGrant SHORT = new TokenGrant("short", null, null, Set.of("a"));
    private final InstagramLinker linker = new InstagramLinker();

    private static FakeCall withFacebook(FakeCall call) {
        call.settings.put("login", "Facebook");
        call.base = URI.create("https://graph.facebook.com");
        return call;
    }

    @Test
    void anAccountsTokenIsExchangedAtItsHost() throws Exception {
        FakeCall call = FakeCall.answering(200, "{'access_token':'long','expires_in':5183944}");
        TokenGrant grant = linker.exchange(call, SHORT);

        assertThat(grant.accessToken()).isEqualTo("long");
        assertThat(grant.expiresAt()).isEqualTo(call.now.plusSeconds(5_183_944));
        assertThat(grant.scopes()).containsExactly("a");
        assertThat(call.last().address().toString()).startsWith("https://graph.instagram.com/access_token?");
        assertThat(FakeCall.query(call.last()))
                .containsEntry("grant_type", "ig_exchange_token")
                .containsEntry("access_token", "short")
                .containsEntry("client_secret", "secret");
    }

    @Test
    void anAccountsTokenIsRenewedWithoutTheSecret() throws Exception {
        FakeCall call = FakeCall.answering(200, "{'access_token':'newer','expires_in':5183944}");

        assertThat(linker.refresh(call, SHORT).orElseThrow().accessToken()).isEqualTo("newer");
        assertThat(call.last().address().getPath()).isEqualTo("/refresh_access_token");
        assertThat(FakeCall.query(call.last()))
                .containsEntry("grant_type", "ig_refresh_token")
                .doesNotContainKey("client_secret");
    }

    @Test
    void aBlankAnswerReplacesNothing() throws Exception {
        assertThat(linker.exchange(FakeCall.answering(200, "{'access_token':''}"), SHORT))
                .isEqualTo(SHORT);
        assertThat(linker.refresh(FakeCall.answering(200, "{}"), SHORT)).contains(SHORT);
    }

    @Test
    void withFacebookLoginTheAccountsBehindThePagesAreLinked() throws Exception {
        FakeCall call = withFacebook(FakeCall.answering(
                200,
                "{'data':[{'permission':'instagram_basic','status':'granted'},{'permission':'x','status':'declined'}]}",
                "{'data':[{'id':'1','access_token':'page-token','instagram_business_account':{'id':'178','username':'acme',"
                        + "'name':'Acme'}},{'id':'2','access_token':'other'}]}"));
        List<LinkableAccount> accounts = linker.listAccounts(call);

        assertThat(accounts).extracting(account -> account.id().value()).containsExactly("178");
        TokenGrant grant = accounts.get(0).grant();
        assertThat(grant).isNotNull();
        assertThat(grant.accessToken()).isEqualTo("page-token");
        assertThat(grant.expiresAt()).isNull();
        assertThat(grant.scopes()).containsExactly("instagram_basic");
        assertThat(call.last().address().toString()).startsWith("https://graph.facebook.com/v26.0/me/accounts?");
        assertThat(FakeCall.query(call.last())).containsKey("appsecret_proof");
        assertThat(linker.refresh(call, grant)).contains(grant);
    }

    @Test
    void withFacebookLoginThePersonsTokenIsExchangedFirst() throws Exception {
        FakeCall call = withFacebook(FakeCall.answering(200, "{'access_token':'long','expires_in':5183944}"));

        assertThat(linker.exchange(call, SHORT).expiresAt()).isEqualTo(call.now.plus(Duration.ofSeconds(5_183_944)));
        assertThat(FakeCall.query(call.last()))
                .containsEntry("grant_type", "fb_exchange_token")
                .containsEntry("fb_exchange_token", "short");
    }

    @Test
    void aMentionIsAnsweredWithFacebookLogin() throws Exception {
        FakeCall call = withFacebook(FakeCall.answering(200, "{'id':'9'}"));
        RemoteId medium = new RemoteId("55");
        ReplyTarget target = new ReplyTarget(medium, ItemKind.MENTION, medium, new RemoteId("@jo"), "jo", call.now);

        assertThat(new InstagramResponder()
                        .reply(call, target, OutboundMessage.ofText("thanks"))
                        .id()
                        .value())
                .isEqualTo("9");
        assertThat(call.last().address().getPath()).isEqualTo("/v26.0/100200300/mentions");
        assertThat(FakeCall.form(call.last())).containsEntry("media_id", "55").containsEntry("message", "thanks");
    }
}
