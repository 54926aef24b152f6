package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.RemotePost;
import org.parvis.spi.AccountRef;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * One post of an answer, read in both dialects. Its id and author are known to be there; everything else may be missing.
 *
 * @param received taken as its time where the network does not say one
 */
record Post(String id, String authorId, JsonNode json, Includes includes, Instant received) {
    /** Ids are times since this millisecond, https://docs.x.com/fundamentals/x-ids; those below were counted by one. */
    private static final long IDS_BEGIN = 1_288_834_974_657L;

    private static final long LAST_COUNTED_ID = 29_700_859_246L;
    private static final int BITS_BELOW_TIME = 22;
    /** Posts can be edited for an hour; more than this is no edit but an id that tells no time. */
    private static final Duration EDITABLE = Duration.ofDays(1);

    /** The post, unless it has no id or nobody knows whose it is. */
    static Optional<Post> read(JsonNode json, Includes includes, Instant received) {
        return read(json, includes, received, null);
    }

    /** @param knownAuthor whose it is where the post itself does not say */
    static Optional<Post> read(JsonNode json, Includes includes, Instant received, @Nullable String knownAuthor) {
        String id = Json.id(json, "id");
        String author = Json.id(json, "author_id");
        String whose = author == null ? knownAuthor : author;
        return id == null || whose == null || id.length() > RemoteId.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Post(id, whose, json, includes, received));
    }

    /**
     * When its first version was written, so that the same post has the same time whichever version is seen first. X tells
     * the time of the version it shows; that of the first stands in the first id.
     */
    Instant publishedAt() {
        Instant shown = Json.time(json, "created_at").orElse(received);
        return earlierVersions().stream()
                .flatMap(version -> timeOf(version.value()).stream())
                .min(Instant::compareTo)
                .map(first -> shown.getNano() == 0 ? first.truncatedTo(ChronoUnit.SECONDS) : first)
                .filter(first -> first.isBefore(shown) && !first.isBefore(shown.minus(EDITABLE)))
                .orElse(shown);
    }

    /** Empty for ids that carry no time. */
    private static Optional<Instant> timeOf(String id) {
        boolean number = id.length() <= 19 && id.chars().allMatch(c -> c >= '0' && c <= '9');
        // Nineteen digits may still be more than a long holds.
        BigInteger value = number ? new BigInteger(id) : BigInteger.ZERO;
        return value.compareTo(BigInteger.valueOf(LAST_COUNTED_ID)) <= 0
                ? Optional.empty()
                : Optional.of(
                        Instant.ofEpochMilli(value.shiftRight(BITS_BELOW_TIME).longValue() + IDS_BEGIN));
    }

    boolean isBy(String user) {
        return authorId.equals(user);
    }

    /** A share of somebody's post, without a word of its own. */
    boolean isRepost() {
        return reference("retweeted", "reposted") != null;
    }

    /** The id of the post that this one answers. */
    @Nullable
    String parent() {
        return reference("replied_to");
    }

    /**
     * Whether it answers something. A post that merely begins with a name also says whom it is addressed to, but is the root
     * of its conversation.
     */
    boolean isAnswer() {
        if (parent() != null) {
            return true;
        }
        String root = Json.id(json, "conversation_id");
        return Json.id(json, "in_reply_to_user_id") != null && root != null && !root.equals(id);
    }

    /** Whom it answers, where that is known. */
    @Nullable
    String parentAuthor() {
        String known = Json.id(json, "in_reply_to_user_id");
        return known != null
                ? known
                : includes.post(parent())
                        .map(parent -> Json.id(parent, "author_id"))
                        .orElse(null);
    }

    private @Nullable String reference(String... types) {
        for (JsonNode reference : Json.list(json, "referenced_tweets", "referenced_posts")) {
            if (List.of(types).contains(Json.textOr("", reference, "type"))) {
                return Json.id(reference, "id");
            }
        }
        return null;
    }

    /** Everything that was written, as people read it. */
    private String written() {
        return TwitterText.unescape(text());
    }

    /** Everything that was written, as X escapes it; of a long post the short field holds only the beginning. */
    String text() {
        String whole = Json.text(longForm(), "text");
        return whole == null ? Json.textOr("", json, "text") : whole;
    }

    private JsonNode longForm() {
        return Json.at(json, "note_tweet", "note_post");
    }

    /** Whether pictures or films hang on it. */
    boolean hasFiles() {
        return !Json.ids(Json.at(json, "attachments"), "media_keys").isEmpty();
    }

    /** The links of the text, by the short form that stands in it. */
    Map<String, String> links() {
        Map<String, String> links = new TreeMap<>();
        for (JsonNode source : List.of(json, longForm())) {
            for (JsonNode link : Json.list(Json.at(source, "entities"), "urls")) {
                String shortForm = Json.text(link, "url");
                String target = Json.text(link, "expanded_url", "unwound_url");
                if (shortForm != null && target != null) {
                    links.put(shortForm, target);
                }
            }
        }
        return links;
    }

    private List<String> versions() {
        return Json.ids(json, "edit_history_tweet_ids", "edit_history_post_ids");
    }

    private List<RemoteId> earlierVersions() {
        return versions().stream()
                .filter(version -> PostStream.compare(version, id) < 0)
                .map(RemoteId::new)
                .toList();
    }

    /** Null where X could not tell: its codes for that begin with q. */
    private @Nullable String language() {
        String language = Json.text(json, "lang");
        return language == null || language.equals("und") || language.startsWith("q") || language.equals("zxx")
                ? null
                : language;
    }

    private @Nullable URI permalink(String handle) {
        String name = handle.equals(authorId) ? "i" : Addresses.segment(handle);
        return Addresses.read("https://x.com/" + name + "/status/" + Addresses.segment(id));
    }

    /** A comment answers the account; whatever else reaches it names it. */
    InboxItem toItem(AccountRef account) {
        String self = account.remoteId().value();
        boolean comment = isBy(self) || isAnswer() && self.equals(parentAuthor());
        return toItem(account, comment ? ItemKind.COMMENT : ItemKind.MENTION);
    }

    private InboxItem toItem(AccountRef account, ItemKind kind) {
        var author = includes.author(authorId, account);
        String parent = parent();
        String root = Json.id(json, "conversation_id");
        String conversation = root != null ? root : parent != null ? parent : id;
        return InboxItem.builder(new RemoteId(id), kind, author, publishedAt())
                .conversation(new RemoteId(conversation))
                .inReplyTo(parent == null ? null : new RemoteId(parent))
                .text(written())
                .language(language())
                .attachments(includes.attachments(json))
                .earlierVersions(earlierVersions())
                .permalink(permalink(author.handle()))
                .raw(Json.bytes(json))
                .build();
    }

    RemotePost toRemotePost(AccountRef account) {
        return new RemotePost(
                new RemoteId(id),
                publishedAt(),
                written(),
                includes.attachments(json),
                earlierVersions(),
                counts(json),
                permalink(includes.author(authorId, account).handle()),
                Json.bytes(json));
    }

    /** X's public counts under the platform's metric ids. */
    static Map<String, Long> counts(JsonNode post) {
        JsonNode metrics = Json.at(post, "public_metrics");
        Map<String, Long> counts = new TreeMap<>();
        TwitterMetrics.PUBLIC_OF_POST.forEach(
                (name, metric) -> Json.whole(metrics, name).ifPresent(count -> counts.put(metric, count)));
        return counts;
    }
}
