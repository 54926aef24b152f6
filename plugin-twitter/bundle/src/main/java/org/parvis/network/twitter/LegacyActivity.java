package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.parvis.model.Author;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * An envelope of the account activity API, whose posts are of the older API. Those do not say to which conversation an answer
 * belongs, so that an answer only says "fetch": a guessed conversation would tear threads apart.
 */
final class LegacyActivity {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ROOT);

    private final JsonNode body;
    private final Instant received;

    LegacyActivity(JsonNode body, Instant received) {
        this.body = body;
        this.received = received;
    }

    void collect(List<WebhookSignal> signals) {
        String revoked = Json.id(Json.at(Json.at(Json.at(body, "user_event"), "revoke"), "source"), "user_id");
        if (revoked != null) {
            signals.add(new WebhookSignal.AccountRevoked(new RemoteId(revoked)));
        }
        String user = Json.id(body, "for_user_id");
        if (user == null) {
            return;
        }
        RemoteId account = new RemoteId(user);
        for (JsonNode post : Json.list(body, "tweet_create_events")) {
            post(account, post, signals);
        }
        for (JsonNode removal : Json.list(body, "tweet_delete_events")) {
            String id = Json.id(Json.at(removal, "status"), "id", "id_str");
            if (id != null) {
                signals.add(new WebhookSignal.ItemRemoved(account, new RemoteId(id)));
            }
        }
        directMessages(Activity.reference(account), body, received, signals);
    }

    private void post(RemoteId account, JsonNode post, List<WebhookSignal> signals) {
        JsonNode user = Json.at(post, "user");
        String author = Json.id(user, "id_str", "id");
        String id = Json.id(post, "id_str", "id");
        if (id == null
                || author == null
                || author.equals(account.value())
                || !Json.at(post, "retweeted_status").isMissingNode()) {
            return;
        }
        boolean answersUs = account.value().equals(Json.id(post, "in_reply_to_user_id_str", "in_reply_to_user_id"));
        boolean namesUs = Json.list(Json.at(post, "entities"), "user_mentions").stream()
                .anyMatch(mention -> account.value().equals(Json.id(mention, "id_str", "id")));
        if (Json.id(post, "in_reply_to_status_id_str", "in_reply_to_status_id") != null) {
            if (answersUs || namesUs) {
                signals.add(new WebhookSignal.Resync(account, namesUs ? InboxFeed.MENTIONS : InboxFeed.COMMENTS));
            }
        } else if (namesUs || answersUs) {
            signals.add(new WebhookSignal.ItemReceived(account, mention(id, author, user, post)));
        }
    }

    private InboxItem mention(String id, String author, JsonNode user, JsonNode post) {
        String text =
                Json.textOr(Json.textOr("", post, "full_text", "text"), Json.at(post, "extended_tweet"), "full_text");
        return InboxItem.builder(new RemoteId(id), ItemKind.MENTION, author(author, user), time(post))
                .text(TwitterText.unescape(text))
                .permalink(Addresses.read("https://x.com/i/status/" + Addresses.segment(id)))
                .raw(Json.bytes(post))
                .build();
    }

    private Instant time(JsonNode post) {
        Instant precise =
                Json.whole(post, "timestamp_ms").map(Instant::ofEpochMilli).orElse(null);
        if (precise != null) {
            return precise;
        }
        try {
            return ZonedDateTime.parse(Json.textOr("", post, "created_at"), TIME)
                    .toInstant();
        } catch (DateTimeException unreadable) {
            return received;
        }
    }

    /** Direct messages have the same form in both webhooks. The account's own side only says "fetch". */
    static void directMessages(AccountRef account, JsonNode source, Instant received, List<WebhookSignal> signals) {
        for (JsonNode event : Json.list(source, "direct_message_events")) {
            JsonNode message = Json.at(event, "message_create");
            String id = Json.id(event, "id");
            String sender = Json.id(message, "sender_id");
            if (id == null || sender == null) {
                continue;
            }
            if (sender.equals(account.remoteId().value())) {
                signals.add(new WebhookSignal.Resync(account.remoteId(), InboxFeed.DIRECT_MESSAGES));
                continue;
            }
            InboxItem item = directMessage(account, source, event, id, sender, received);
            signals.add(new WebhookSignal.ItemReceived(account.remoteId(), item));
        }
    }

    private static InboxItem directMessage(
            AccountRef account, JsonNode source, JsonNode event, String id, String sender, Instant received) {
        JsonNode message = Json.at(event, "message_create");
        String recipient = Json.textOr(account.remoteId().value(), Json.at(message, "target"), "recipient_id");
        JsonNode user = Json.at(Json.at(source, "users"), sender);
        JsonNode plain = Json.at(user, "data").isObject() ? Json.at(user, "data") : user;
        Instant sent = Json.whole(event, "created_timestamp")
                .map(Instant::ofEpochMilli)
                .orElse(received);
        return InboxItem.builder(new RemoteId(id), ItemKind.DIRECT_MESSAGE, author(sender, plain), sent)
                .conversation(new RemoteId(DirectMessage.between(sender, recipient)))
                .text(TwitterText.unescape(Json.textOr("", Json.at(message, "message_data"), "text")))
                .raw(Json.bytes(event))
                .build();
    }

    private static Author author(String id, @Nullable JsonNode user) {
        String handle = Json.textOr(id, user, "username", "screen_name");
        return new Author(
                new RemoteId(id),
                handle,
                Json.textOr(handle, user, "name"),
                Addresses.read(Json.text(user, "profile_image_url", "profile_image_url_https")));
    }
}
