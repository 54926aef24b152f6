package org.parvis.network.youtube;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
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

/** The kit on YouTube. */
class YoutubeNetworkTck extends NetworkTck {
    private static final String SECRET = "parvis-demo-secret";
    private static final String CHANNEL = KitYoutube.ACME;

    @Override
    protected NetworkPlugin plugin() {
        return new YoutubeNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return KitYoutube.start();
    }

    /** YouTube takes no angle brackets. */
    @Override
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        return super.variant(format, text.replace('<', '‹').replace('>', '›'), media);
    }

    private static String error(int status, String reason) {
        return "{\"error\":{\"code\":" + status
                + ",\"message\":\"No.\",\"errors\":[{\"message\":\"No.\",\"domain\":\"youtube\"," + "\"reason\":\""
                + reason + "\"}]}}";
    }

    private static ErrorScenario reading(String reason, int status, ErrorKind kind) {
        return ErrorScenario.reading(reason, status, error(status, reason), kind);
    }

    private static ErrorScenario publishing(String reason, int status, ErrorKind kind) {
        return ErrorScenario.publishing(reason, status, error(status, reason), kind);
    }

    @Override
    protected List<ErrorLine> errorTable() {
        return YoutubeErrors.RULES.stream()
                .map(rule -> new ErrorLine(rule.signal(), rule.kind()))
                .toList();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        return List.of(
                reading("quotaExceeded", 403, ErrorKind.QUOTA_EXHAUSTED),
                reading("rateLimitExceeded", 403, ErrorKind.RATE_LIMITED),
                reading("authError", 401, ErrorKind.TOKEN_EXPIRED),
                reading("insufficientPermissions", 403, ErrorKind.PERMISSION_MISSING),
                reading("accessNotConfigured", 403, ErrorKind.MISCONFIGURED),
                reading("youtubeSignupRequired", 401, ErrorKind.AUTHORIZATION_REVOKED),
                reading("channelNotFound", 404, ErrorKind.NOT_FOUND),
                reading("invalidPageToken", 400, ErrorKind.CURSOR_INVALID),
                reading("backendError", 500, ErrorKind.TRANSIENT),
                publishing("quotaExceededAtUpload", 403, ErrorKind.POLICY_REJECTED),
                ErrorScenario.publishing("quota", 403, error(403, "quotaExceeded"), ErrorKind.QUOTA_EXHAUSTED),
                publishing("uploadLimitExceeded", 400, ErrorKind.QUOTA_EXHAUSTED),
                publishing("invalidTitle", 400, ErrorKind.CONTENT_REJECTED),
                publishing("invalidPublishAt", 400, ErrorKind.CONTENT_REJECTED),
                publishing("forbiddenPrivacySetting", 403, ErrorKind.POLICY_REJECTED),
                publishing("processingFailure", 409, ErrorKind.OUTCOME_UNKNOWN));
    }

    private static WebhookRequest push(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String hash = HexFormat.of().formatHex(HubSignature.of(SECRET, bytes));
        Map<String, List<String>> headers = new HashMap<>();
        headers.put("content-type", List.of("application/atom+xml"));
        headers.put("x-hub-signature", List.of("sha1=" + hash));
        return new WebhookRequest("POST", headers, Map.of(), bytes, FakeCall.NOW);
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String feed =
                "<feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" xmlns=\"http://www.w3.org/2005/Atom\"><entry>"
                        + "<id>yt:video:abc</id><yt:videoId>abc</yt:videoId><yt:channelId>" + CHANNEL
                        + "</yt:channelId><title>A film</title></entry></feed>";
        String gone = "<feed xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xmlns=\"http://www.w3.org/2005/Atom\">"
                + "<at:deleted-entry ref=\"yt:video:abc\" when=\"2026-11-22T12:00:00+00:00\"><at:by><name>Acme</name>"
                + "<uri>http://www.youtube.com/channel/" + CHANNEL + "</uri></at:by></at:deleted-entry></feed>";
        return List.of(
                new WebhookSample("a film is new", push(feed), SECRET, List.of(WebhookSignal.Resync.class)),
                new WebhookSample("a film is gone", push(gone), SECRET, List.of(WebhookSignal.ItemRemoved.class)));
    }

    @Override
    protected List<WebhookHandshake> webhookHandshakes() {
        HubTopic topic = new HubTopic(CHANNEL);
        Map<String, List<String>> query = Map.of(
                "hub.mode", List.of("subscribe"),
                "hub.topic", List.of(topic.address()),
                "hub.challenge", List.of("challenge-1"),
                "hub.lease_seconds", List.of("432000"),
                "proof", List.of(topic.proof(SECRET)));
        WebhookRequest request = new WebhookRequest("GET", Map.of(), query, new byte[0], FakeCall.NOW);
        return List.of(new WebhookHandshake("subscribe", request, SECRET, "challenge-1"));
    }

    @Override
    protected Map<String, String> waivers() {
        return Map.of(
                "inbox/aCommentAnswersItsPost",
                "On YouTube the comment at the top gives its thread its id, so that the first comment and its conversation are "
                        + "named alike");
    }
}
