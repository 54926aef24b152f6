package org.parvis.network.twitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;

class TwitterWebhooksTest {
    private static final String SECRET = "consumer-secret";
    private static final RemoteId ACME = new RemoteId("1111");
    private final TwitterWebhooks webhooks = new TwitterWebhooks();

    private static WebhookRequest post(String body, Map<String, List<String>> headers) {
        return new WebhookRequest("POST", headers, Map.of(), body.getBytes(StandardCharsets.UTF_8), FakeCall.NOW);
    }

    private List<WebhookSignal> parse(String body) throws NetworkException {
        return webhooks.parse(post(body.replace('\'', '"'), Map.of()));
    }

    private static String sign(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theChallengeIsAnsweredWithItsHash() throws Exception {
        WebhookRequest challenge = new WebhookRequest(
                "GET", Map.of(), Map.of("crc_token", List.of("token/+=")), new byte[0], FakeCall.NOW);
        WebhookReply reply = webhooks.handshake(challenge, SECRET).orElseThrow();
        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"response_token\":\"" + sign("token/+=") + "\"}");
        assertThat(reply.contentType()).isEqualTo("application/json");
        assertThat(webhooks.handshake(post("{}", Map.of()), SECRET)).isEmpty();
        assertThat(webhooks.handshake(new WebhookRequest("GET", Map.of(), Map.of(), new byte[0], FakeCall.NOW), SECRET))
                .isEmpty();
    }

    @Test
    void onlyTheRightSignatureOverTheRawBytesCounts() throws Exception {
        String body = "{ \"data\" : \"é😀\" }";
        assertThat(webhooks.verify(post(body, signed(sign(body))), SECRET)).isTrue();
        assertThat(webhooks.verify(post(body + " ", signed(sign(body))), SECRET))
                .isFalse();
        assertThat(webhooks.verify(post(body, signed(sign(body))), "other")).isFalse();
        assertThat(webhooks.verify(post(body, signed(sign(body))), "")).isFalse();
        assertThat(webhooks.verify(post(body, signed(sign(body).substring(7))), SECRET))
                .isFalse();
        assertThat(webhooks.verify(post(body, signed("sha256=")), SECRET)).isFalse();
        assertThat(webhooks.verify(post(body, signed("sha256=%%%")), SECRET)).isFalse();
        assertThat(webhooks.verify(post(body, Map.of()), SECRET)).isFalse();
    }

    private static Map<String, List<String>> signed(String signature) {
        return Map.of("x-twitter-webhooks-signature", List.of(signature));
    }

    @Test
    void aMentionArrivesWhole() throws NetworkException {
        List<WebhookSignal> signals = parse("{'data':{'event_uuid':'1','filter':{'user_id':'1111'},"
                + "'event_type':'post.mention.create','payload':{'id':'2080765813578191303','text':'hey @Acme','author_id':'2222',"
                + "'conversation_id':'2080765813578191303','created_at':'2026-07-24T21:23:23.000Z',"
                + "'public_metrics':{'like_count':0,'like_count_str':'0'}},"
                + "'includes':{'users':[{'data':{'id':'2222','username':'Other'}}]}}}");
        InboxItem item = ((WebhookSignal.ItemReceived) signals.get(0)).item();
        assertThat(signals).hasSize(1);
        assertThat(signals.get(0).account()).isEqualTo(ACME);
        assertThat(item.kind()).isEqualTo(ItemKind.MENTION);
        assertThat(item.author().handle()).isEqualTo("Other");
        assertThat(item.publishedAt()).isEqualTo(Instant.parse("2026-07-24T21:23:23Z"));
    }

    @Test
    void anAnswerIsACommentInItsConversation() throws NetworkException {
        List<WebhookSignal> signals = parse("{'data':[{'filter':{'user_id':'1111'},'event_type':'post.reply.create',"
                + "'payload':{'id':'5','text':'hm','author_id':'2222','conversation_id':'3','in_reply_to_user_id':'1111',"
                + "'referenced_tweets':[{'type':'replied_to','id':'3'}]}}]}");
        InboxItem item = ((WebhookSignal.ItemReceived) signals.get(0)).item();
        assertThat(item.kind()).isEqualTo(ItemKind.COMMENT);
        assertThat(item.conversation()).isEqualTo(new RemoteId("3"));
    }

    @Test
    void anAnswerThatDoesNotSayToWhatIsFetched() throws NetworkException {
        assertThat(parse("{'data':{'filter':{'user_id':'1111'},'event_type':'post.reply.create','payload':{'id':'5',"
                        + "'author_id':'2222','conversation_id':'3','in_reply_to_user_id':'1111'}}}"))
                .containsExactly(new WebhookSignal.Resync(ACME, InboxFeed.COMMENTS));
    }

    @Test
    void directMessagesHaveTheConversationIdTheListGivesThem() throws NetworkException {
        String dm = "{'direct_message_events':[{'type':'message_create','id':'9','created_timestamp':'1784928224372',"
                + "'message_create':{'target':{'recipient_id':'1111'},'sender_id':'22220','message_data':{'text':'hello!'}}},"
                + "{'id':'10','message_create':{'sender_id':'1111','target':{'recipient_id':'22220'}}}],"
                + "'users':{'22220':{'data':{'id':'22220','username':'other','name':'Other'}}}}";
        List<WebhookSignal> signals =
                parse("{'data':{'filter':{'user_id':'1111'},'event_type':'dm.received','payload':" + dm + "}}");
        InboxItem item = ((WebhookSignal.ItemReceived) signals.get(0)).item();
        assertThat(item.conversation().value()).isEqualTo("1111-22220");
        assertThat(item.publishedAt()).isEqualTo(Instant.ofEpochMilli(1784928224372L));
        assertThat(item.author().displayName()).isEqualTo("Other");
        assertThat(signals.get(1)).isEqualTo(new WebhookSignal.Resync(ACME, InboxFeed.DIRECT_MESSAGES));
        List<WebhookSignal> legacy = parse("{'for_user_id':'1111'," + dm.substring(1));
        assertThat(legacy).usingRecursiveComparison().isEqualTo(signals);
    }

    @Test
    void deletionsRevocationsAndOwnMessagesAreToldApart() throws NetworkException {
        assertThat(parse("{'data':[{'filter':{'user_id':'1111'},'event_type':'post.delete','payload':{'id':'5'}},"
                        + "{'event_type':'oauth.revoke','payload':{'user_id':'1111','app_id':'1'}},"
                        + "{'filter':{'user_id':'1111'},'event_type':'dm.sent','payload':{}},"
                        + "{'filter':{'user_id':'1111'},'event_type':'post.mention.create',"
                        + "'payload':{'id':'6','author_id':'1111','text':'@acme'}},"
                        + "{'filter':{'user_id':'1111'},'event_type':'like.create','payload':{}}]}"))
                .containsExactly(
                        new WebhookSignal.ItemRemoved(ACME, new RemoteId("5")),
                        new WebhookSignal.AccountRevoked(ACME),
                        new WebhookSignal.Resync(ACME, InboxFeed.DIRECT_MESSAGES));
    }

    @Test
    void theLegacyEnvelopeNeverGuessesAConversation() throws NetworkException {
        String user = "'user':{'id_str':'2222','screen_name':'jo','name':'Jo'}";
        List<WebhookSignal> signals = parse("{'for_user_id':'1111','tweet_create_events':["
                + "{'id_str':'1','text':'@acme cut…','extended_tweet':{'full_text':'@acme the &lt;whole&gt;'},"
                + "'created_at':'Wed Oct 10 20:19:24 +0000 2018','entities':{'user_mentions':[{'id_str':'1111'}]},"
                + user + "},"
                + "{'id_str':'2','text':'hm','in_reply_to_status_id_str':'9','in_reply_to_user_id_str':'1111'," + user
                + "},"
                + "{'id_str':'3','text':'@acme','in_reply_to_status_id_str':'9','entities':{'user_mentions':[{'id':1111}]},"
                + user
                + "},{'id_str':'4','text':'RT','retweeted_status':{}," + user + "},"
                + "{'id_str':'5','text':'own','user':{'id_str':'1111'}}],"
                + "'tweet_delete_events':[{'status':{'id':'7','user_id':'2222'},'timestamp_ms':'1'}]}");
        InboxItem item = ((WebhookSignal.ItemReceived) signals.get(0)).item();
        assertThat(item.text()).isEqualTo("@acme the <whole>");
        assertThat(item.publishedAt()).isEqualTo(Instant.parse("2018-10-10T20:19:24Z"));
        assertThat(signals.subList(1, signals.size()))
                .containsExactly(
                        new WebhookSignal.Resync(ACME, InboxFeed.COMMENTS),
                        new WebhookSignal.Resync(ACME, InboxFeed.MENTIONS),
                        new WebhookSignal.ItemRemoved(ACME, new RemoteId("7")));
        assertThat(
                        parse(
                                "{'user_event':{'revoke':{'date_time':'x','target':{'app_id':'1'},'source':{'user_id':'1111'}}}}"))
                .containsExactly(new WebhookSignal.AccountRevoked(ACME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'data':null}",
                "{'data':[1,null,{}]}",
                "{'for_user_id':'1','tweet_create_events':[{},1]}",
                "{'data':{'filter':{'user_id':'1'},'event_type':'post.mention.create'}}",
                "{'new':{'shape':[]}}"
            })
    void oddEnvelopesSayNothing(String body) throws NetworkException {
        assertThat(parse(body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{'data':", "<html>"})
    void aBodyThatIsNoObjectIsRefused(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(NetworkException.class);
    }
}
