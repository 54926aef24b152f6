package org.parvis.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a test must know of each of the five networks to play on it from outside: how its simulator names what it is asked, how
 * it says no, what it pushes and how it signs.
 */
enum Network {
    FACEBOOK(
            "facebook",
            "Face",
            "/v26.0/dialog/oauth",
            "/v26.0/oauth/access_token",
            "text",
            new Step("post.feed", 0),
            "video",
            new Step("post.videos", 1)),
    INSTAGRAM(
            "instagram",
            "Insta",
            "/oauth/authorize",
            "/oauth/access_token",
            "image",
            new Step("post.media_publish", 0),
            "reel",
            new Step("post.media", 0)),
    TWITTER(
            "twitter",
            "Chirp",
            "/i/oauth2/authorize",
            "/2/oauth2/token",
            "text",
            new Step("createPosts", 0),
            "video",
            new Step("appendMediaUpload", 0)),
    YOUTUBE(
            "youtube",
            "Tube",
            "/o/oauth2/v2/auth?access_type=offline&prompt=consent",
            "/token",
            "video",
            // The first asks how much of the film is there, the second brings it.
            new Step("videos.upload", 1),
            "video",
            new Step("videos.upload", 1)),
    LINKEDIN(
            "linkedin",
            "Linked",
            "/oauth/v2/authorization",
            "/oauth/v2/accessToken",
            "text",
            new Step("posts.create", 0),
            "video",
            new Step("media.upload", 0));

    /** The application that every simulator knows; its secret signs what is pushed. */
    static final String CLIENT = "parvis-demo";

    static final String SECRET = "parvis-demo-secret";

    /**
     * A request by which something happens.
     *
     * @param operation as the simulator calls it
     * @param skip how many of the same operation come before
     */
    record Step(String operation, int skip) {}

    private final String id;
    private final String names;
    private final String authorise;
    private final String token;
    private final String format;
    private final Step appearing;
    private final String filmFormat;
    private final Step uploading;

    Network(
            String id,
            String names,
            String authorise,
            String token,
            String format,
            Step appearing,
            String filmFormat,
            Step uploading) {
        this.id = id;
        this.names = names;
        this.authorise = authorise;
        this.token = token;
        this.format = format;
        this.appearing = appearing;
        this.filmFormat = filmFormat;
        this.uploading = uploading;
    }

    String id() {
        return id;
    }

    /** The plainest form of post it takes. */
    String format() {
        return format;
    }

    /** The request by which a post of the plainest form comes to be. */
    Step appearing() {
        return appearing;
    }

    String filmFormat() {
        return filmFormat;
    }

    /** The request that carries a film, or, where the network fetches it, tells where it is. */
    Step uploading() {
        return uploading;
    }

    /** Short enough for every network, and no other network has one like it. */
    String handle(int number) {
        return names + String.format(Locale.ROOT, "%03d", number);
    }

    /** A line of an archive: an organisation that has written nothing yet. */
    String actor(int number) {
        String own = this == YOUTUBE
                ? "UC" + String.format(Locale.ROOT, "%022d", number)
                : Long.toString(7_000_000_000L + ordinal() * 1_000_000L + number);
        return Api.JSON
                .createObjectNode()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("type", "Organization")
                .put("id", "urn:parvis:" + id + ":user:" + own)
                .put("preferredUsername", handle(number))
                .put("name", handle(number))
                .put("network", id)
                .toString();
    }

    /** The operator's file that leads the platform to the simulator. */
    String configuration(String address) {
        return String.join(
                "\n",
                "enabled = true",
                "base.address = " + address,
                "authorize.endpoint = " + address + authorise,
                "token.endpoint = " + address + token,
                this == TWITTER
                        ? "revoke.endpoint = " + address + "/2/oauth2/revoke"
                        : this == YOUTUBE ? "revoke.endpoint = " + address + "/revoke" : "",
                "client.id = " + CLIENT,
                "client.secret = " + SECRET,
                "");
    }

    /** Whether strangers write below a post of the account; else they name it. */
    boolean isWrittenBelow() {
        return this != TWITTER;
    }

    /** The order to the simulator that an account posts something by itself. */
    ObjectNode ownPost(String handle, String text) {
        return this == YOUTUBE
                ? Api.JSON.createObjectNode().put("account", handle).put("title", text)
                : Api.JSON.createObjectNode().put("author", handle).put("text", text);
    }

    /** Where that order goes. */
    String nativePath() {
        return id + (this == YOUTUBE ? "/videos" : "/strangers/post");
    }

    /** The order to the simulator that a stranger writes to an account, below this post of it. */
    ObjectNode stranger(String author, String text, String post) {
        ObjectNode order = Api.JSON.createObjectNode().put("author", author).put("text", text);
        return isWrittenBelow() ? order.put(this == YOUTUBE ? "video" : "inReplyTo", post) : order;
    }

    /** An answer that says: too often. */
    record Refusal(int status, Map<String, String> headers, JsonNode body) {}

    /** @param until when it may be tried again; null where the network does not say */
    Refusal tooOften(String account, Instant now, Instant until) {
        ObjectNode body = Api.JSON.createObjectNode();
        switch (this) {
            case TWITTER -> {
                body.put("title", "Too Many Requests").put("status", 429).put("detail", "Too Many Requests");
                Map<String, String> headers = until == null
                        ? Map.of()
                        : Map.of(
                                "x-rate-limit-limit", "100",
                                "x-rate-limit-remaining", "0",
                                "x-rate-limit-reset", Long.toString(until.getEpochSecond()));
                return new Refusal(429, headers, body);
            }
            case FACEBOOK, INSTAGRAM -> {
                body.putObject("error")
                        .put("message", "(#32) Page request limit reached")
                        .put("type", "OAuthException")
                        .put("code", 32);
                long minutes = until == null
                        ? 0
                        : java.time.Duration.between(now, until).toMinutes();
                String usage = "{\"" + account + "\":[{\"type\":\"pages\",\"call_count\":100,\"total_cputime\":1,"
                        + "\"total_time\":1,\"estimated_time_to_regain_access\":" + minutes + "}]}";
                return new Refusal(400, until == null ? Map.of() : Map.of("x-business-use-case-usage", usage), body);
            }
            case YOUTUBE -> {
                body.putObject("error")
                        .put("code", until == null ? 403 : 429)
                        .put("message", "Rate limit exceeded")
                        .putArray("errors")
                        .addObject()
                        .put("domain", "usageLimits")
                        .put("reason", "rateLimitExceeded");
                return new Refusal(until == null ? 403 : 429, after(now, until), body);
            }
            default -> {
                body.put("status", 429)
                        .put("serviceErrorCode", 101)
                        .put("message", "Resource level throttle APPLICATION_AND_MEMBER DAY limit is reached");
                return new Refusal(429, after(now, until), body);
            }
        }
    }

    private static Map<String, String> after(Instant now, Instant until) {
        return until == null
                ? Map.of()
                : Map.of(
                        "retry-after",
                        Long.toString(java.time.Duration.between(now, until).toSeconds()));
    }

    /** What is pushed when a stranger has written: the comment itself, or that there is one. */
    byte[] pushed(FiveNetworks.Account account, JsonNode written, String text, Instant now) {
        String comment = written.path("id").asText();
        String author = written.path("authorId").asText();
        ObjectNode body = Api.JSON.createObjectNode();
        switch (this) {
            case TWITTER -> {
                ObjectNode event = body.putArray("data").addObject().put("event_type", "post.mention.create");
                event.putObject("filter").put("user_id", account.remoteId());
                event.putObject("payload")
                        .put("id", comment)
                        .put("text", text)
                        .put("author_id", author)
                        .put("conversation_id", written.path("conversationId").asText())
                        .put("created_at", written.path("createdAt").asText());
            }
            case FACEBOOK -> {
                ObjectNode change = change(body, "page", account, now).put("field", "feed");
                ObjectNode value = change.putObject("value")
                        .put("item", "comment")
                        .put("verb", "add")
                        .put("comment_id", comment)
                        .put("post_id", account.post())
                        .put("parent_id", account.post())
                        .put("message", text)
                        .put("created_time", now.getEpochSecond());
                value.putObject("from").put("id", author).put("name", "Somebody");
            }
            case INSTAGRAM -> {
                ObjectNode change = change(body, "instagram", account, now).put("field", "comments");
                ObjectNode value = change.putObject("value").put("id", comment).put("text", text);
                value.putObject("from").put("id", author).put("username", "somebody");
                value.putObject("media").put("id", account.post()).put("media_product_type", "FEED");
            }
            case YOUTUBE -> {
                return ("<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\">"
                                + "<entry><yt:videoId>" + account.post() + "</yt:videoId><yt:channelId>"
                                + account.remoteId() + "</yt:channelId><title>" + text + "</title></entry></feed>")
                        .getBytes(StandardCharsets.UTF_8);
            }
            case LINKEDIN -> {
                ObjectNode notification = body.put("type", "ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS")
                        .putArray("notifications")
                        .addObject()
                        .put("action", "COMMENT")
                        .put("organizationalEntity", account.remoteId())
                        .put("generatedActivity", comment);
                notification
                        .putObject("decoratedGeneratedActivity")
                        .putObject("comment")
                        .put("text", text);
            }
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode change(ObjectNode body, String object, FiveNetworks.Account account, Instant now) {
        ObjectNode entry = body.put("object", object)
                .putArray("entry")
                .addObject()
                .put("id", account.remoteId())
                .put("time", now.getEpochSecond());
        return entry.putArray("changes").addObject();
    }

    /** The header field that a body is signed with. */
    Map.Entry<String, String> signature(byte[] body, String secret) {
        return switch (this) {
            case TWITTER ->
                Map.entry(
                        "x-twitter-webhooks-signature",
                        "sha256=" + Base64.getEncoder().encodeToString(hash("HmacSHA256", secret, new byte[0], body)));
            case FACEBOOK, INSTAGRAM ->
                Map.entry("x-hub-signature-256", "sha256=" + hex(hash("HmacSHA256", secret, new byte[0], body)));
            case YOUTUBE -> Map.entry("x-hub-signature", "sha1=" + hex(hash("HmacSHA1", secret, new byte[0], body)));
            case LINKEDIN ->
                Map.entry(
                        "x-li-signature",
                        hex(hash("HmacSHA256", secret, "hmacsha256=".getBytes(StandardCharsets.US_ASCII), body)));
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] hash(String algorithm, String secret, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            mac.update(before);
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
