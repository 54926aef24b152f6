package org.parvis.network.instagram;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

/** Instagram passes the compatibility kit on its simulator. */
class InstagramNetworkTck extends NetworkTck {

    private static final String SECRET = "application-secret";

    private final Map<String, String> stories = new ConcurrentHashMap<>();

    @Override
    protected NetworkPlugin plugin() {
        return new InstagramNetwork();
    }

    /** By which of the two logins the account is linked. */
    boolean isFacebookLogin() {
        return false;
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new KitSimulator(stories, isFacebookLogin());
    }

    /** A story has no words; the kit finds it by the file that it shows. */
    @Override
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        if (!format.id().equals("story")) {
            return super.variant(format, text, media);
        }
        media.forEach(file -> stories.put(file.id().toString(), text));
        return new Variant("story", "", media, Map.of(), null);
    }

    @Override
    protected Map<String, String> waivers() {
        return Map.of(
                "inbox/aCommentAnswersItsPost",
                "A thread on Instagram is named by its top comment, so that a post with a thousand comments is not one"
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
                ErrorScenario.reading("accountLimit", 400, error(80002, 0), ErrorKind.RATE_LIMITED),
                ErrorScenario.reading("applicationLimit", 403, error(4, 0), ErrorKind.RATE_LIMITED),
                ErrorScenario.reading("version", 400, error(2635, 0), ErrorKind.API_RETIRED),
                ErrorScenario.reading("retired", 400, error(12, 0), ErrorKind.API_RETIRED),
                ErrorScenario.reading("passing", 500, error(2, 0), ErrorKind.TRANSIENT),
                ErrorScenario.publishing("unclear", 500, error(1, 0), ErrorKind.OUTCOME_UNKNOWN),
                ErrorScenario.publishing("postsOfADay", 400, error(9, 2207042), ErrorKind.RATE_LIMITED),
                ErrorScenario.publishing("blocked", 400, error(368, 0), ErrorKind.RATE_LIMITED),
                ErrorScenario.publishing("spam", 400, error(4, 2207051), ErrorKind.POLICY_REJECTED),
                ErrorScenario.publishing("ratio", 400, error(36003, 2207009), ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("fetch", 400, error(9004, 2207052), ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("timeout", 400, error(-2, 2207003), ErrorKind.TRANSIENT),
                ErrorScenario.publishing("content", 400, error(100, 0), ErrorKind.CONTENT_REJECTED));
    }

    private static String error(int code, int subcode) {
        return "{\"error\":{\"message\":\"said by the network\",\"type\":\"OAuthException\",\"code\":" + code
                + ",\"error_subcode\":" + subcode + ",\"fbtrace_id\":\"A1\"}}";
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String comment = "'id':'57','from':{'id':'77','username':'jo'},'media':{'id':'15'},'text':'hi'";
        return List.of(
                sample("comment", change("{" + comment + "}"), WebhookSignal.ItemReceived.class),
                sample(
                        "inlineComment",
                        "{'object':'instagram','entry':[{'id':'1','time':1763640000,'field':'comments','value':{"
                                + comment + ",'parent_id':'56'}}]}",
                        WebhookSignal.ItemReceived.class),
                sample("ownComment", change("{" + comment.replace("'77'", "'1'") + "}"), WebhookSignal.Resync.class),
                sample("message", message("'mid':'aWd1','text':'hi'"), WebhookSignal.ItemReceived.class),
                sample("unsentMessage", message("'mid':'aWd1','is_deleted':true"), WebhookSignal.ItemRemoved.class),
                sample(
                        "batch",
                        "{'object':'instagram','entry':[{'id':'1','time':1763640000,'changes':[{'field':'mentions',"
                                + "'value':{'media_id':'9'}},{'field':'comments','value':{" + comment + "}}]}]}",
                        WebhookSignal.Resync.class,
                        WebhookSignal.ItemReceived.class));
    }

    private static String change(String value) {
        return "{'object':'instagram','entry':[{'id':'1','time':1763640000,'changes':[{'field':'comments','value':"
                + value + "}]}]}";
    }

    private static String message(String message) {
        return "{'object':'instagram','entry':[{'id':'1','time':1763640000000,'messaging':[{'sender':{'id':'77'},"
                + "'recipient':{'id':'1'},'timestamp':1763640000000,'message':{" + message + "}}]}]}";
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
                "hub.verify_token", List.of(InstagramWebhooks.verifyToken(SECRET)),
                "hub.challenge", List.of("1158201444"));
        WebhookRequest request = new WebhookRequest("GET", Map.of(), query, new byte[0], FakeCall.NOW);
        return List.of(new WebhookHandshake("subscribe", request, SECRET, "1158201444"));
    }
}
