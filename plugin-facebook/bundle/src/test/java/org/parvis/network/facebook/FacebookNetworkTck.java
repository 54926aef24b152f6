package org.parvis.network.facebook;

import java.nio.charset.StandardCharsets;
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
import org.parvis.toolkit.signature.Signatures;

/** Facebook passes the compatibility kit on its simulator. */
class FacebookNetworkTck extends NetworkTck {

    private static final String SECRET = "application-secret";

    @Override
    protected NetworkPlugin plugin() {
        return new FacebookNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new KitSimulator();
    }

    @Override
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        return switch (format.id()) {
            case "link" -> new Variant("link", text, media, Map.of("link", "\"https://example.com/read\""), null);
            // A story has no words; the kit finds it by what its picture shows.
            case "story" ->
                new Variant(
                        "story",
                        "",
                        media.stream().map(file -> showing(file, text)).toList(),
                        Map.of(),
                        null);
            default -> super.variant(format, text, media);
        };
    }

    private static MediaRef showing(MediaRef file, String text) {
        return new MediaRef(file.id(), file.type(), file.size(), file.width(), file.height(), file.duration(), text);
    }

    @Override
    protected Map<String, String> waivers() {
        return Map.of(
                "inbox/aCommentAnswersItsPost",
                "A thread on Facebook is named by its top comment, so that a post with a thousand comments is not one"
                        + " conversation with a thousand people");
    }

    @Override
    protected List<ErrorLine> errorTable() {
        return GraphErrors.RULES.stream()
                .map(rule -> new ErrorLine(rule.signal(), rule.read(), rule.change()))
                .toList();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        return List.of(
                ErrorScenario.reading("expired", 401, error(190, 463), ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("removed", 400, error(190, 458), ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading("password", 400, error(190, 460), ErrorKind.AUTHORIZATION_REVOKED),
                ErrorScenario.reading("application", 400, error(101, 0), ErrorKind.MISCONFIGURED),
                ErrorScenario.reading("permission", 403, error(200, 0), ErrorKind.PERMISSION_MISSING),
                ErrorScenario.reading("pageLimit", 400, error(80001, 2446079), ErrorKind.RATE_LIMITED),
                ErrorScenario.reading("applicationLimit", 403, error(4, 0), ErrorKind.RATE_LIMITED),
                ErrorScenario.reading("version", 400, error(2635, 0), ErrorKind.API_RETIRED),
                ErrorScenario.reading("retired", 400, error(12, 0), ErrorKind.API_RETIRED),
                ErrorScenario.reading("passing", 500, error(2, 0), ErrorKind.TRANSIENT),
                ErrorScenario.publishing("unclear", 500, error(1, 0), ErrorKind.OUTCOME_UNKNOWN),
                ErrorScenario.publishing("duplicate", 400, error(506, 0), ErrorKind.DUPLICATE),
                ErrorScenario.publishing("blocked", 400, error(368, 0), ErrorKind.RATE_LIMITED),
                ErrorScenario.publishing("content", 400, error(100, 0), ErrorKind.CONTENT_REJECTED));
    }

    private static String error(int code, int subcode) {
        return "{\"error\":{\"message\":\"said by the network\",\"type\":\"OAuthException\",\"code\":" + code
                + ",\"error_subcode\":" + subcode + ",\"fbtrace_id\":\"A1\"}}";
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String comment =
                "'from':{'id':'77','name':'Jo'},'item':'comment','comment_id':'5_7','parent_id':'1_5','post_id':'1_5',"
                        + "'created_time':1763640000,'message':'hi'";
        return List.of(
                sample("comment", change("{" + comment + ",'verb':'add'}"), WebhookSignal.ItemReceived.class),
                sample("editedComment", change("{" + comment + ",'verb':'edited'}"), WebhookSignal.ItemChanged.class),
                sample("removedComment", change("{" + comment + ",'verb':'remove'}"), WebhookSignal.ItemRemoved.class),
                sample(
                        "message",
                        "{'object':'page','entry':[{'id':'1','time':2,'messaging':[{'sender':{'id':'77'},"
                                + "'recipient':{'id':'1'},'timestamp':1763640000000,'message':{'mid':'m_1','text':'hi'}}]}]}",
                        WebhookSignal.ItemReceived.class),
                sample(
                        "batch",
                        "{'object':'page','entry':[{'id':'1','time':2,'changes':[{'field':'mention','value':{'item':'post',"
                                + "'verb':'add','post_id':'9_9'}},{'field':'feed','value':{" + comment
                                + ",'verb':'add'}}]}]}",
                        WebhookSignal.Resync.class,
                        WebhookSignal.ItemReceived.class));
    }

    private static String change(String value) {
        return "{'object':'page','entry':[{'id':'1','time':2,'changes':[{'field':'feed','value':" + value + "}]}]}";
    }

    @SafeVarargs
    private static WebhookSample sample(String name, String body, Class<? extends WebhookSignal>... expected) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        String hash = HexFormat.of().formatHex(Signatures.hmacSha256(SECRET, bytes));
        Map<String, List<String>> headers = Map.of("x-hub-signature-256", List.of("sha256=" + hash));
        WebhookRequest request = new WebhookRequest("POST", headers, Map.of(), bytes, FakeCall.NOW);
        return new WebhookSample(name, request, SECRET, List.of(expected));
    }

    @Override
    protected List<WebhookHandshake> webhookHandshakes() {
        Map<String, List<String>> query = Map.of(
                "hub.mode", List.of("subscribe"),
                "hub.verify_token", List.of(FacebookWebhooks.verifyToken(SECRET)),
                "hub.challenge", List.of("1158201444"));
        WebhookRequest request = new WebhookRequest("GET", Map.of(), query, new byte[0], FakeCall.NOW);
        return List.of(new WebhookHandshake("subscribe", request, SECRET, "1158201444"));
    }
}
