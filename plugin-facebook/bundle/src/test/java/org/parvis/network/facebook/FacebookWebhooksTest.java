package org.parvis.network.facebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.ItemVisibility;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.signature.Signatures;

class FacebookWebhooksTest {

    private static final String RECORDED = "networks/fixtures/facebook/restfb/src/test/resources/json/webhooks";
    private static final RemoteId PAGE = new RemoteId("1234567890321");

    private final FacebookWebhooks webhooks = new FacebookWebhooks();

    private static WebhookRequest post(byte[] body, Map<String, List<String>> headers) {
        return new WebhookRequest("POST", headers, Map.of(), body, FakeCall.NOW);
    }

    private List<WebhookSignal> parse(String body) throws NetworkException {
        return webhooks.parse(post(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    private List<WebhookSignal> recorded(String name) throws Exception {
        return webhooks.parse(post(Files.readAllBytes(Shared.path(RECORDED + "/" + name + ".json")), Map.of()));
    }

    @Test
    void theHandshakeIsAnsweredForTheRightTokenOnly() {
        String token = FacebookWebhooks.verifyToken("secret");
        assertThat(token).hasSize(64).doesNotContain("secret");
        assertThat(webhooks.handshake(handshake(token), "secret"))
                .hasValueSatisfying(reply -> assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                        .isEqualTo("1158201444"));
        assertThat(webhooks.handshake(handshake("guess"), "secret")).isEmpty();
        assertThat(webhooks.handshake(handshake(token), "")).isEmpty();
        assertThat(webhooks.handshake(post(new byte[0], Map.of()), "secret")).isEmpty();
    }

    private static WebhookRequest handshake(String token) {
        return new WebhookRequest(
                "GET",
                Map.of(),
                Map.of(
                        "hub.mode", List.of("subscribe"),
                        "hub.verify_token", List.of(token),
                        "hub.challenge", List.of("1158201444")),
                new byte[0],
                FakeCall.NOW);
    }

    @Test
    void theSignatureIsOverTheBytesAsTheyCame() {
        byte[] body = "{\"text\":\"\\u00e9t\\u00e9 \\/\"}".getBytes(StandardCharsets.US_ASCII);
        String right = "sha256=" + HexFormat.of().formatHex(Signatures.hmacSha256("secret", body));

        assertThat(webhooks.verify(post(body, Map.of("x-hub-signature-256", List.of(right))), "secret"))
                .isTrue();
        assertThat(webhooks.verify(post(body, Map.of("x-hub-signature-256", List.of(right))), "other"))
                .isFalse();
        assertThat(webhooks.verify(post(new byte[0], Map.of("x-hub-signature-256", List.of(right))), "secret"))
                .isFalse();
        assertThat(webhooks.verify(post(body, Map.of("x-hub-signature-256", List.of("sha256=zz"))), "secret"))
                .isFalse();
        assertThat(webhooks.verify(post(body, Map.of()), "secret")).isFalse();
        assertThat(webhooks.verify(post(body, Map.of("x-hub-signature-256", List.of(right))), ""))
                .isFalse();
    }

    @Test
    void aCommentIsReceivedInItsConversation() throws Exception {
        List<WebhookSignal> signals =
                parse("{'object':'page','entry':[{'id':'1','time':2,'changes':[{'field':'feed','value':{"
                        + "'from':{'id':'77','name':'Jo'},'item':'comment','verb':'add','comment_id':'5_7','parent_id':'5_6',"
                        + "'post_id':'1_5','created_time':1763640000,'message':'Hé'}}]}]}");

        assertThat(signals).singleElement().isInstanceOfSatisfying(WebhookSignal.ItemReceived.class, received -> {
            InboxItem item = received.item();
            assertThat(received.account().value()).isEqualTo("1");
            assertThat(item.id().value()).isEqualTo("5_7");
            assertThat(item.conversation().value()).isEqualTo("5_6");
            assertThat(item.inReplyTo()).isEqualTo(new RemoteId("5_6"));
            assertThat(item.kind()).isEqualTo(ItemKind.COMMENT);
            assertThat(item.text()).isEqualTo("Hé");
            assertThat(item.author().displayName()).isEqualTo("Jo");
        });
    }

    @Test
    void recordedEventsOfCommentsAreUnderstood() throws Exception {
        assertThat(recorded("feed-comment-remove-25"))
                .containsExactly(new WebhookSignal.ItemRemoved(PAGE, new RemoteId("905578656204626_905579239537901")));
        // These were written by the page itself: the list tells them.
        for (String own : List.of("feed-comment-add-25", "feed-comment-edited-25", "feed-comment-hide")) {
            assertThat(recorded(own)).containsExactly(new WebhookSignal.Resync(PAGE, InboxFeed.COMMENTS));
        }
        assertThat(recorded("mention-post-add-real"))
                .containsExactly(new WebhookSignal.Resync(PAGE, InboxFeed.MENTIONS));
    }

    @Test
    void aHiddenCommentIsChanged() throws Exception {
        assertThat(
                        parse(
                                "{'object':'page','entry':[{'id':'1','changes':[{'field':'feed','value':{'from':{'id':'77'},"
                                        + "'item':'comment','verb':'hide','comment_id':'5_7','parent_id':'1_5','post_id':'1_5','message':'x'}}]}]}"))
                .singleElement()
                .isInstanceOfSatisfying(
                        WebhookSignal.ItemChanged.class,
                        changed -> assertThat(changed.item().visibility()).isEqualTo(ItemVisibility.HIDDEN));
    }

    @Test
    void recordedMessagesAreUnderstood() throws Exception {
        assertThat(recorded("messaging-message-basic"))
                .singleElement()
                .isInstanceOfSatisfying(WebhookSignal.ItemReceived.class, received -> {
                    assertThat(received.item().kind()).isEqualTo(ItemKind.DIRECT_MESSAGE);
                    assertThat(received.item().text()).isEqualTo("hello, world!");
                    assertThat(received.item().conversation().value()).isEqualTo("987654321432");
                });
        assertThat(recorded("messaging-message-basic-echo"))
                .containsExactly(new WebhookSignal.Resync(new RemoteId("12345654332"), InboxFeed.DIRECT_MESSAGES));
        assertThat(recorded("messaging-read-basic")).isEmpty();
    }

    @Test
    void everyRecordedEventIsReadWithoutAStumble() throws Exception {
        try (Stream<Path> files = Files.list(Shared.path(RECORDED))) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(all.size()).isGreaterThan(80);
            for (Path file : all) {
                assertThat(webhooks.parse(post(Files.readAllBytes(file), Map.of())))
                        .as("%s", file.getFileName())
                        .doesNotContainNull();
            }
        }
    }

    @Test
    void whatIsUnknownSaysNothingAndWhatIsNoJsonIsRefused() throws Exception {
        assertThat(parse("{'object':'user','entry':[{'id':'1','changes':[{'field':'feed'}]}]}"))
                .isEmpty();
        assertThat(parse("{'object':'page','entry':[{'id':'1','changes':[{'field':'novelty','value':{}}]}]}"))
                .isEmpty();
        assertThat(parse("{'object':'page','entry':[{'changes':[{'field':'mention'}]}]}"))
                .isEmpty();
        assertThat(catchThrowableOfType(NetworkException.class, () -> parse("no json")))
                .isNotNull();
    }

    @Test
    void aBatchAsksForAFeedOnce() throws Exception {
        String mention = "{'field':'mention','value':{'item':'post','verb':'add','post_id':'1_2'}}";
        assertThat(parse("{'object':'page','entry':[{'id':'1','changes':[" + mention + "," + mention + "]},{'id':'1',"
                        + "'changes':[" + mention + "]}]}"))
                .hasSize(1);
    }
}
