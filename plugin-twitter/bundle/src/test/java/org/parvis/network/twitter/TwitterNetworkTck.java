package org.parvis.network.twitter;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.tck.ErrorLine;
import org.parvis.tck.ErrorScenario;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NetworkTck;
import org.parvis.tck.WebhookHandshake;
import org.parvis.tck.WebhookSample;
import org.parvis.toolkit.signature.Signatures;

/** X passes the compatibility kit on its simulator. */
class TwitterNetworkTck extends NetworkTck {
    private static final String SECRET = "consumer-secret";

    @Override
    protected NetworkPlugin plugin() {
        return new TwitterNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new KitSimulator();
    }

    @Override
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        Map<String, String> options =
                format.id().equals("poll") ? Map.of("pollChoices", "[\"tea\",\"coffee\"]") : Map.of();
        return new Variant(format.id(), text, media, options, null);
    }

    @Override
    protected List<ErrorLine> errorTable() {
        return TwitterErrors.RULES.stream()
                .map(rule -> new ErrorLine(rule.signal(), rule.kind()))
                .toList();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        String problem = "https://api.twitter.com/2/problems/";
        return List.of(
                ErrorScenario.reading("unauthorized", 401, "{\"title\":\"Unauthorized\"}", ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading(
                        "suspended", 403, "{\"errors\":[{\"code\":64}]}", ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading(
                        "wrongPlan",
                        403,
                        "{\"type\":\"" + problem + "client-forbidden\",\"title\":\"Client Forbidden\"}",
                        ErrorKind.PERMISSION_MISSING),
                ErrorScenario.reading(
                        "capped", 429, "{\"type\":\"" + problem + "usage-capped\"}", ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.reading("limited", 429, "{\"title\":\"Too Many Requests\"}", ErrorKind.RATE_LIMITED)
                        .with("x-rate-limit-reset", "1795000000"),
                ErrorScenario.reading("noCredits", 402, "{\"title\":\"CreditsDepleted\"}", ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.publishing(
                        "duplicate",
                        403,
                        "{\"detail\":\"You are not allowed to create a Tweet with duplicate content.\"}",
                        ErrorKind.DUPLICATE),
                ErrorScenario.publishing("tooLong", 400, "{\"errors\":[{\"code\":186}]}", ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing(
                        "postsOfADay", 403, "{\"errors\":[{\"code\":185}]}", ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.publishing("overload", 503, "{\"title\":\"Service Unavailable\"}", ErrorKind.TRANSIENT));
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String user = "'filter':{'user_id':'1111'}";
        return List.of(
                sample(
                        "mention",
                        "{'data':{" + user
                                + ",'event_type':'post.mention.create','payload':{'id':'20807','text':'hey @Acme',"
                                + "'author_id':'2222','conversation_id':'20807','created_at':'2026-07-24T21:23:23.000Z'},"
                                + "'includes':{'users':[{'data':{'id':'2222','username':'Other'}}]}}}",
                        WebhookSignal.ItemReceived.class),
                sample(
                        "answerWithoutParent",
                        "{'data':{" + user + ",'event_type':'post.reply.create','payload':{'id':'5','author_id':'2222',"
                                + "'conversation_id':'3','in_reply_to_user_id':'1111'}}}",
                        WebhookSignal.Resync.class),
                sample(
                        "batch",
                        "{'data':[{" + user + ",'event_type':'post.delete','payload':{'id':'5'}},"
                                + "{'event_type':'oauth.revoke','payload':{'user_id':'1111','app_id':'1'}},{" + user
                                + ",'event_type':'dm.sent','payload':{}}]}",
                        WebhookSignal.ItemRemoved.class,
                        WebhookSignal.AccountRevoked.class,
                        WebhookSignal.Resync.class));
    }

    @SafeVarargs
    private static WebhookSample sample(String name, String body, Class<? extends WebhookSignal>... expected) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = Map.of("x-twitter-webhooks-signature", List.of("sha256=" + hash(bytes)));
        WebhookRequest request = new WebhookRequest("POST", headers, Map.of(), bytes, FakeCall.NOW);
        return new WebhookSample(name, request, SECRET, List.of(expected));
    }

    private static String hash(byte[] bytes) {
        return Base64.getEncoder().encodeToString(Signatures.hmacSha256(SECRET, bytes));
    }

    @Override
    protected List<WebhookHandshake> webhookHandshakes() {
        WebhookRequest request =
                new WebhookRequest("GET", Map.of(), Map.of("crc_token", List.of("token")), new byte[0], FakeCall.NOW);
        String answer = "{\"response_token\":\"sha256=" + hash("token".getBytes(StandardCharsets.UTF_8)) + "\"}";
        return List.of(new WebhookHandshake("crc", request, SECRET, answer));
    }
}
