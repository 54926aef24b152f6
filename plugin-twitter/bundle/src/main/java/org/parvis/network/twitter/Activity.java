package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.parvis.model.AccountId;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountRef;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.json.Json;

/** One event of the activity API. Types it does not know, and X adds some every month, say nothing. */
final class Activity {
    private final JsonNode event;
    private final JsonNode envelope;
    private final Instant received;

    Activity(JsonNode event, JsonNode envelope, Instant received) {
        this.event = event;
        this.envelope = envelope;
        this.received = received;
    }

    void collect(List<WebhookSignal> signals) {
        JsonNode payload = Json.at(event, "payload");
        String user = Json.id(Json.at(event, "filter"), "user_id");
        String type = Json.textOr("", event, "event_type");
        if (type.equals("oauth.revoke")) {
            user = Json.id(payload, "user_id") == null ? user : Json.id(payload, "user_id");
        }
        if (user == null) {
            return;
        }
        RemoteId account = new RemoteId(user);
        switch (type) {
            case "post.mention.create", "post.reply.create" -> post(account, payload, signals);
            case "post.delete" -> removal(account, payload, signals);
            case "dm.received" -> LegacyActivity.directMessages(reference(account), payload, received, signals);
            case "dm.sent" -> signals.add(new WebhookSignal.Resync(account, InboxFeed.DIRECT_MESSAGES));
            case "oauth.revoke" -> signals.add(new WebhookSignal.AccountRevoked(account));
            default -> {}
        }
    }

    private void post(RemoteId account, JsonNode payload, List<WebhookSignal> signals) {
        JsonNode source = Json.at(event, "includes").isMissingNode() ? envelope : event;
        Post.read(payload, Includes.of(source), received)
                .filter(post -> !post.isBy(account.value()) && !post.isRepost())
                .ifPresent(post -> signals.add(
                        post.isAnswer() && post.parent() == null
                                // It answers something without saying what: the list of comments does.
                                ? new WebhookSignal.Resync(account, InboxFeed.COMMENTS)
                                : new WebhookSignal.ItemReceived(account, post.toItem(reference(account)))));
    }

    private static void removal(RemoteId account, JsonNode payload, List<WebhookSignal> signals) {
        String id = Json.id(payload, "id", "post_id", "tweet_id");
        if (id != null) {
            signals.add(new WebhookSignal.ItemRemoved(account, new RemoteId(id)));
        }
    }

    /** A webhook names the account by its id on X alone; the reader of posts asks for no more than that. */
    static AccountRef reference(RemoteId account) {
        return new AccountRef(new AccountId(new UUID(0, 0)), account, account.value(), "default");
    }
}
