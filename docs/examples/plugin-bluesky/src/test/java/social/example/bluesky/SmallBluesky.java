package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parvis.toolkit.json.Json;

/**
 * A Bluesky in memory, as small as the plugin and the kit allow: repositories of records, and the app's view of them. Written
 * from the protocol's documents and corrected by the real one, which passes the same kit. Thread-safe.
 */
final class SmallBluesky {
    private static final int LONGEST = 300;

    /** What the network does not do. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final String error;

        Refusal(int status, String error, String message) {
            super(message);
            this.status = status;
            this.error = error;
        }
    }

    private record Account(String did, String handle, Set<String> passwords) {}

    private record Stored(long number, String uri, String cid, ObjectNode value) {
        String author() {
            return uri.split("/")[2];
        }

        String collection() {
            return uri.split("/")[3];
        }
    }

    private final Clock clock;
    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, String> sessions = new TreeMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Stored> records = new TreeMap<>();
    private final Set<String> retired = new HashSet<>();
    private long number;

    SmallBluesky(Clock clock) {
        this.clock = clock;
    }

    // ---- what the kit lets happen
    // ----------------------------------------------------------------------------------------

    synchronized void end(String token) {
        ended.add(token);
    }

    synchronized void retire(String member) {
        retired.add(member);
    }

    // ---- sessions
    // --------------------------------------------------------------------------------------------------------

    synchronized String owner(String token) {
        String did = sessions.get(token);
        if (did == null) {
            throw new Refusal(400, "InvalidToken", "Token could not be verified");
        }
        if (ended.contains(token)) {
            throw new Refusal(400, "ExpiredToken", "Token has expired");
        }
        return did;
    }

    synchronized ObjectNode createAccount(JsonNode body) {
        String handle = Json.textOr("", body, "handle");
        String did = "did:plc:"
                + Base64.getEncoder()
                        .encodeToString(handle.getBytes(StandardCharsets.UTF_8))
                        .toLowerCase(Locale.ROOT)
                        .replace("=", "");
        accounts.put(did, new Account(did, handle, new HashSet<>(Set.of(Json.textOr("", body, "password")))));
        return session(did, "com.atproto.access");
    }

    synchronized ObjectNode createAppPassword(String did) {
        String password = "app-" + UUID.nameUUIDFromBytes(("p" + ++number).getBytes(StandardCharsets.UTF_8));
        account(did).passwords.add(password);
        return Json.object().put("password", password);
    }

    synchronized ObjectNode createSession(JsonNode body) {
        String handle = Json.textOr("", body, "identifier");
        String password = Json.textOr("", body, "password");
        Account account = accounts.values().stream()
                .filter(a -> a.handle.equals(handle) && a.passwords.contains(password))
                .findFirst()
                .orElseThrow(() -> new Refusal(401, "AuthenticationRequired", "Invalid identifier or password"));
        return session(account.did, password.startsWith("app-") ? "com.atproto.appPass" : "com.atproto.access");
    }

    synchronized ObjectNode refreshSession(String token) {
        String did = owner(token);
        ended.add(token);
        return session(did, "com.atproto.appPass");
    }

    synchronized ObjectNode deleteSession(String token) {
        ended.add(token);
        return Json.object();
    }

    private ObjectNode session(String did, String scope) {
        String access = token(scope, 7200);
        String refresh = token("com.atproto.refresh", 7_776_000);
        sessions.put(access, did);
        sessions.put(refresh, did);
        return getSession(did).put("accessJwt", access).put("refreshJwt", refresh);
    }

    private String token(String scope, long seconds) {
        ObjectNode claims = Json.object()
                .put("scope", scope)
                .put("exp", clock.instant().getEpochSecond() + seconds)
                .put("jti", ++number);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(Json.bytes(claims)) + ".c2lnbmF0dXJl" + number;
    }

    synchronized ObjectNode getSession(String did) {
        return Json.object().put("did", did).put("handle", account(did).handle).put("active", true);
    }

    synchronized ObjectNode resolve(String handle) {
        return accounts.values().stream()
                .filter(account -> account.handle.equals(handle))
                .findFirst()
                .map(account -> Json.object().put("did", account.did))
                .orElseThrow(() -> new Refusal(400, "InvalidRequest", "Unable to resolve handle"));
    }

    private Account account(String did) {
        Account account = accounts.get(did);
        if (account == null) {
            throw new Refusal(400, "InvalidRequest", "Profile not found");
        }
        return account;
    }

    // ---- repositories
    // ----------------------------------------------------------------------------------------------------

    synchronized ObjectNode create(String did, JsonNode body) {
        String key = Json.text(body, "rkey");
        String uri = uri(
                did,
                body,
                key == null
                        ? "3k"
                                + String.format(Locale.ROOT, "%011d", ++number)
                                        .replace('0', 'a')
                                        .replace('1', 'b')
                                        .replace('8', 'c')
                                        .replace('9', 'd')
                        : key);
        if (records.containsKey(uri)) {
            throw new Refusal(500, "InternalServerError", "Internal Server Error");
        }
        return put(uri, body);
    }

    synchronized ObjectNode replace(String did, JsonNode body) {
        return put(uri(did, body, Json.textOr("", body, "rkey")), body);
    }

    private ObjectNode put(String uri, JsonNode body) {
        JsonNode record = Json.at(body, "record");
        if (!record.isObject() || Json.text(record, "createdAt") == null) {
            throw new Refusal(400, "InvalidRequest", "Invalid record: createdAt is missing");
        }
        if (RichText.graphemes(Json.textOr("", record, "text")) > LONGEST) {
            throw new Refusal(400, "InvalidRequest", "Invalid record: text must not be longer than 300 graphemes");
        }
        String cid = "bafyrei"
                + UUID.nameUUIDFromBytes(Json.bytes(record)).toString().replace("-", "");
        records.put(uri, new Stored(++number, uri, cid, record.deepCopy()));
        return Json.object().put("uri", uri).put("cid", cid);
    }

    private static String uri(String did, JsonNode body, String key) {
        String collection = Json.textOr("", body, "collection");
        if (!did.equals(Json.textOr("", body, "repo"))) {
            throw new Refusal(400, "InvalidRequest", "This is another account's repository");
        }
        if (!collection.equals(RecordAddress.THREAD_GATE) && !key.matches("[2-7a-j][2-7a-z]{12}")) {
            throw new Refusal(400, "InvalidRequest", "Invalid TID string");
        }
        return "at://" + did + "/" + collection + "/" + key;
    }

    synchronized ObjectNode delete(String did, JsonNode body) {
        records.remove(uri(did, body, Json.textOr("", body, "rkey")));
        return Json.object();
    }

    synchronized ObjectNode record(Map<String, List<String>> query) {
        String uri = "at://" + one(query, "repo") + "/" + one(query, "collection") + "/" + one(query, "rkey");
        Stored stored = records.get(uri);
        if (stored == null) {
            throw new Refusal(400, "RecordNotFound", "Could not locate record: " + uri);
        }
        return rendered(stored);
    }

    private static ObjectNode rendered(Stored stored) {
        ObjectNode rendered = Json.object().put("uri", stored.uri).put("cid", stored.cid);
        rendered.set("value", stored.value);
        return rendered;
    }

    synchronized ObjectNode list(Map<String, List<String>> query) {
        String of = "at://" + one(query, "repo") + "/" + one(query, "collection") + "/";
        ObjectNode answer = Json.object();
        ArrayNode list = answer.putArray("records");
        records.values().stream().filter(stored -> stored.uri.startsWith(of)).forEach(s -> list.add(rendered(s)));
        return answer;
    }

    static ObjectNode upload(byte[] file, String type) {
        if (file.length == 0 || file.length > 1_000_000) {
            throw new Refusal(400, "BlobTooLarge", "This file is too large");
        }
        ObjectNode answer = Json.object();
        ObjectNode blob = answer.putObject("blob")
                .put("$type", "blob")
                .put("mimeType", type)
                .put("size", file.length);
        blob.putObject("ref")
                .put(
                        "$link",
                        "bafkrei" + UUID.nameUUIDFromBytes(file).toString().replace("-", ""));
        return answer;
    }

    // ---- the app's view
    // --------------------------------------------------------------------------------------------------

    synchronized ObjectNode profile(String did) {
        Account account = account(did);
        ObjectNode profile = author(account.did);
        profile.put("followersCount", 0);
        profile.put(
                "postsCount", posts().filter(post -> post.author().equals(did)).count());
        return profile.without(retired);
    }

    synchronized ObjectNode posts(String viewer, List<String> uris) {
        ObjectNode answer = Json.object();
        ArrayNode posts = answer.putArray("posts");
        uris.stream().map(records::get).filter(Objects::nonNull).forEach(post -> posts.add(view(post, viewer)));
        return answer;
    }

    synchronized ObjectNode thread(String viewer, String uri) {
        Stored post = records.get(uri);
        if (post == null) {
            throw new Refusal(400, "NotFound", "Post not found: " + uri);
        }
        ObjectNode answer = Json.object();
        answer.putObject("thread").set("post", view(post, viewer));
        return answer;
    }

    synchronized ObjectNode feed(String viewer, Map<String, List<String>> query) {
        String actor = one(query, "actor");
        return page(
                query,
                "feed",
                posts().filter(post -> post.author().equals(actor)).toList(),
                post -> {
                    ObjectNode entry = Json.object();
                    entry.set("post", view(post, viewer));
                    Stored parent = records.get(above(post, "parent"));
                    if (parent != null) {
                        entry.putObject("reply").set("parent", view(parent, viewer));
                    }
                    return entry;
                });
    }

    synchronized ObjectNode notifications(String viewer, Map<String, List<String>> query) {
        List<String> reasons = query.getOrDefault("reasons", List.of());
        List<Stored> told = posts().filter(
                        post -> !post.author().equals(viewer) && reasons.contains(reason(post, viewer)))
                .toList();
        return page(query, "notifications", told, post -> {
            ObjectNode entry = Json.object()
                    .put("uri", post.uri)
                    .put("cid", post.cid)
                    .put("reason", reason(post, viewer))
                    .put("isRead", false)
                    .put("indexedAt", Json.textOr("", post.value, "createdAt"));
            entry.set("author", author(post.author()));
            entry.set("record", post.value);
            return entry;
        });
    }

    /** Why somebody is told of a post; empty where they are not. */
    private String reason(Stored post, String who) {
        if (above(post, "root").contains(who + "/") || above(post, "parent").contains(who + "/")) {
            return "reply";
        }
        return post.value.path("facets").toString().contains(who) ? "mention" : "";
    }

    /** How an entry of a list is shown. */
    private interface Rendering {
        ObjectNode of(Stored post);
    }

    private ObjectNode page(Map<String, List<String>> query, String member, List<Stored> posts, Rendering rendering) {
        long before = query.containsKey("cursor") ? Long.parseLong(one(query, "cursor")) : Long.MAX_VALUE;
        int limit = Integer.parseInt(one(query, "limit"));
        List<Stored> page = posts.stream()
                .sorted(Comparator.comparingLong(Stored::number).reversed())
                .filter(post -> post.number < before)
                .limit(limit)
                .toList();
        ObjectNode answer = Json.object();
        if (page.size() == limit) {
            answer.put("cursor", Long.toString(page.get(limit - 1).number));
        }
        ArrayNode entries = answer.putArray(member);
        page.forEach(post -> entries.add(rendering.of(post)));
        return answer;
    }

    private Stream<Stored> posts() {
        return new ArrayList<>(records.values())
                .stream().filter(record -> record.collection().equals(RecordAddress.POST));
    }

    private ObjectNode view(Stored post, String viewer) {
        ObjectNode view = Json.object()
                .put("uri", post.uri)
                .put("cid", post.cid)
                .put("indexedAt", Json.textOr("", post.value, "createdAt"))
                .put("likeCount", likes(post.uri).size())
                .put(
                        "replyCount",
                        posts().filter(p -> above(p, "parent").equals(post.uri)).count())
                .put("repostCount", 0)
                .put("quoteCount", 0);
        view.set("author", author(post.author()));
        view.set("record", post.value);
        ObjectNode seen = view.putObject("viewer");
        likes(post.uri).stream().filter(like -> like.author().equals(viewer)).forEach(l -> seen.put("like", l.uri));
        return view.without(retired);
    }

    private List<Stored> likes(String uri) {
        return records.values().stream()
                .filter(record -> record.collection().equals(RecordAddress.LIKE))
                .filter(record ->
                        Json.textOr("", Json.at(record.value, "subject"), "uri").equals(uri))
                .collect(Collectors.toList());
    }

    private ObjectNode author(String did) {
        return Json.object().put("did", did).put("handle", account(did).handle).put("displayName", "");
    }

    private static String above(Stored post, String which) {
        return Json.textOr("", Json.at(Json.at(post.value, "reply"), which), "uri");
    }

    static String one(Map<String, List<String>> query, String name) {
        return query.getOrDefault(name, List.of("")).get(0);
    }
}
