package org.parvis.network.linkedin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
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
import org.parvis.tck.MediaFile;
import org.parvis.tck.NetworkSimulator;
import org.parvis.tck.NetworkTck;
import org.parvis.tck.WebhookHandshake;
import org.parvis.tck.WebhookSample;
import org.parvis.toolkit.signature.Signatures;

/** LinkedIn's plugin passes the kit. */
class LinkedinNetworkTck extends NetworkTck {
    private static final String SECRET = "parvis-demo-secret";

    @Override
    protected NetworkPlugin plugin() {
        return new LinkedinNetwork();
    }

    @Override
    protected NetworkSimulator simulator() throws Exception {
        return new KitLinkedin();
    }

    @Override
    protected Variant variant(ContentFormat format, String text, List<MediaRef> media) {
        Map<String, String> options = switch (format.id()) {
            case "article" -> Map.of("link", "\"https://acme.example/news\"", "title", "\"News\"");
            case "document" -> Map.of("title", "\"Slides\"");
            case "poll" -> Map.of("pollQuestion", "\"Which?\"", "pollOptions", "[\"this\",\"that\"]");
            default -> Map.of();
        };
        return new Variant(format.id(), text, media, options, null);
    }

    /** LinkedIn takes films from 75 KB on, and looks at how a document begins. */
    @Override
    protected MediaFile media(ContentFormat format, String type) {
        MediaFile sample = super.media(format, type);
        if (type.startsWith("video/")) {
            byte[] film = Arrays.copyOf(sample.content(), 100_000);
            return new MediaFile(type, film, sample.width(), sample.height(), Duration.ofSeconds(5));
        }
        if (type.startsWith("application/") && !type.equals("application/pdf")) {
            byte[] archive = Arrays.copyOf(sample.content(), 5000);
            archive[0] = 'P';
            archive[1] = 'K';
            return new MediaFile(type, archive, 0, 0, null);
        }
        return sample;
    }

    private static String error(int status, int number, String code, String message) {
        return "{\"status\":" + status + ",\"serviceErrorCode\":" + number + ",\"code\":\"" + code + "\",\"message\":\""
                + message + "\"}";
    }

    @Override
    protected List<ErrorLine> errorTable() {
        return LinkedinErrors.RULES.stream()
                .map(rule -> new ErrorLine(rule.signal(), rule.kind()))
                .toList();
    }

    @Override
    protected List<ErrorScenario> errorScenarios() {
        String expired = error(401, 65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired");
        String denied = error(403, 100, "ACCESS_DENIED", "Not enough permissions to access: partnerApiPosts");
        String day = error(429, 101, "TOO_MANY_REQUESTS", "Resource level throttle APPLICATION DAY limit is reached.");
        String duplicate = error(422, 0, "DUPLICATE_POST", "Content is a duplicate of urn:li:share:1");
        String ended = error(426, 0, "NONEXISTENT_VERSION", "Requested version 202508 is not active");
        return List.of(
                ErrorScenario.reading("expired", 401, expired, ErrorKind.TOKEN_EXPIRED),
                ErrorScenario.reading("denied", 403, denied, ErrorKind.PERMISSION_MISSING),
                ErrorScenario.reading("versionEnded", 426, ended, ErrorKind.API_RETIRED),
                ErrorScenario.publishing("versionEndedOnWrite", 426, ended, ErrorKind.API_RETIRED),
                ErrorScenario.reading("callsOfTheDay", 429, day, ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.publishing("callsOfTheDayOnWrite", 429, day, ErrorKind.QUOTA_EXHAUSTED),
                ErrorScenario.publishing("duplicate", 422, duplicate, ErrorKind.DUPLICATE),
                ErrorScenario.publishing(
                        "tooLong",
                        422,
                        error(422, 0, "FIELD_LENGTH_TOO_LONG", "commentary :: length is too long"),
                        ErrorKind.CONTENT_REJECTED),
                ErrorScenario.publishing("deniedOnWrite", 403, denied, ErrorKind.PERMISSION_MISSING),
                ErrorScenario.publishing("gateway", 504, "<html>Gateway Timeout</html>", ErrorKind.OUTCOME_UNKNOWN));
    }

    @Override
    protected List<WebhookSample> webhookSamples() {
        String comment = "urn:li:comment:(urn:li:activity:7,8)";
        return List.of(
                sample("comment", "COMMENT", comment, WebhookSignal.Resync.class),
                sample("edited", "COMMENT_EDIT", comment, WebhookSignal.Resync.class),
                sample("deleted", "COMMENT_DELETE", comment, WebhookSignal.ItemRemoved.class),
                sample("mention", "SHARE_MENTION", "urn:li:share:9", WebhookSignal.Resync.class));
    }

    private static WebhookSample sample(
            String name, String action, String activity, Class<? extends WebhookSignal> expected) {
        byte[] body =
                ("{\"type\":\"ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS\",\"notifications\":[{\"notificationId\":1,"
                                + "\"organizationalEntity\":\"urn:li:organization:2414183\",\"action\":\"" + action
                                + "\",\"sourcePost\":\"urn:li:share:7\",\"generatedActivity\":\"" + activity + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] signed = ("hmacsha256=" + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        String signature = HexFormat.of().formatHex(Signatures.hmacSha256(SECRET, signed));
        WebhookRequest request =
                new WebhookRequest("POST", Map.of("x-li-signature", List.of(signature)), Map.of(), body, FakeCall.NOW);
        return new WebhookSample(name, request, SECRET, List.of(expected));
    }

    @Override
    protected List<WebhookHandshake> webhookHandshakes() {
        String code = "890e4665-4dfe-4ab1-b689-ed553bceeed0";
        WebhookRequest request =
                new WebhookRequest("GET", Map.of(), Map.of("challengeCode", List.of(code)), new byte[0], FakeCall.NOW);
        String response =
                HexFormat.of().formatHex(Signatures.hmacSha256(SECRET, code.getBytes(StandardCharsets.UTF_8)));
        String answer = "{\"challengeCode\":\"" + code + "\",\"challengeResponse\":\"" + response + "\"}";
        return List.of(new WebhookHandshake("challenge", request, SECRET, answer));
    }
}
