package org.parvis.engine.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.parvis.model.InboxItem;
import org.parvis.model.MetricSample;
import org.parvis.model.RemotePost;
import org.parvis.model.Violation;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.Permission;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.TextMeasure;
import org.parvis.spi.TimelineSource;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookSignal;
import org.parvis.spi.WebhookSubscriber;

/**
 * Checks what plugins answer before the core sees it: nothing missing, nothing without bounds. One bad entry of a page is
 * left out and complained about, so that it cannot block the feed behind it; a bad answer as a whole is a defect.
 */
final class Answers {
    static final int LONGEST_TEXT = 500_000;
    static final int MOST_ENTRIES = 10_000;
    private static final int LARGEST_RAW = 5 * 1024 * 1024;
    private static final int LONGEST_CURSOR = 2048;
    private static final int MOST_WARNINGS = 20;
    private static final int LARGEST_REPLY = 64 * 1024;

    private Answers() {}

    static InboxPage inboxPage(InboxPage page, Consumer<String> complaints) {
        cursor(page.nextCursor());
        return new InboxPage(
                kept(page.items(), Answers::flaw, complaints),
                kept(page.context(), Answers::flaw, complaints),
                kept(page.answers(), Answers::flaw, complaints),
                page.nextCursor(),
                page.complete());
    }

    static TimelineSource.TimelinePage timelinePage(TimelineSource.TimelinePage page, Consumer<String> complaints) {
        cursor(page.nextCursor());
        return new TimelineSource.TimelinePage(
                kept(page.posts(), Answers::flaw, complaints),
                kept(page.answers(), Answers::flaw, complaints),
                kept(page.context(), Answers::flaw, complaints),
                page.nextCursor(),
                page.complete());
    }

    static InboxSource.Recheck recheck(InboxSource.Recheck recheck, Consumer<String> complaints) {
        bounded(recheck.removed());
        return new InboxSource.Recheck(kept(recheck.changed(), Answers::flaw, complaints), recheck.removed());
    }

    static List<MetricSample> samples(List<MetricSample> samples, Consumer<String> complaints) {
        return kept(samples, Answers::flaw, complaints);
    }

    static List<QuotaObservation> observations(List<QuotaObservation> observations, Consumer<String> complaints) {
        return kept(observations, Answers::flaw, complaints);
    }

    static List<WebhookSignal> signals(List<WebhookSignal> signals, Consumer<String> complaints) {
        return kept(signals, Answers::flaw, complaints);
    }

    static List<LinkableAccount> accounts(List<LinkableAccount> accounts) {
        bounded(accounts);
        for (LinkableAccount account : accounts) {
            require(account, "an account");
            require(account.id(), "an account's id");
            require(account.handle(), "an account's handle");
            require(account.displayName(), "an account's display name");
            require(account.kind(), "an account's kind");
            if (account.grant() != null) {
                grant(account.grant());
            }
        }
        return List.copyOf(accounts);
    }

    static TokenGrant grant(TokenGrant grant) {
        if (grant.accessToken() == null || grant.accessToken().isBlank()) {
            throw new PluginDefectException("a grant without an access token");
        }
        return grant;
    }

    static PublishOutcome outcome(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Published published) {
            require(published.id(), "the id of what was published");
            require(published.publishedAt(), "the time of what was published");
            if (violations(published.warnings()).size() > MOST_WARNINGS) {
                throw new PluginDefectException("a publication with more than 20 warnings");
            }
        } else if (outcome instanceof PublishOutcome.Pending pending) {
            require(pending.token(), "the token of a pending publication");
            require(pending.token().value(), "the token of a pending publication");
            require(pending.expiresAt(), "the end of a pending publication");
            require(pending.pollAfter(), "the pause of a pending publication");
            if (pending.token().value().length() > ResumeToken.MAX_LENGTH
                    || pending.pollAfter().isNegative()) {
                throw new PluginDefectException("a pending publication with a token over 32 KiB or a negative pause");
            }
        }
        return outcome;
    }

    static WebhookSubscriber.Standing standing(WebhookSubscriber.Standing standing) {
        require(standing, "how a subscription stands");
        return standing;
    }

    static Reconciliation reconciliation(Reconciliation reconciliation) {
        if (reconciliation instanceof Reconciliation.Found found) {
            require(found.publication(), "the publication that was found");
            outcome(found.publication());
        } else if (reconciliation instanceof Reconciliation.Underway underway) {
            require(underway.publication(), "the publication that is underway");
            outcome(underway.publication());
        } else if (reconciliation instanceof Reconciliation.Unknown unknown) {
            require(unknown.reason(), "the reason why it is unknown");
        }
        return reconciliation;
    }

    static Sent sent(Sent sent) {
        require(sent.id(), "the id of what was sent");
        require(sent.sentAt(), "the time of what was sent");
        return sent;
    }

    static Permission permission(Permission permission) {
        require(permission.reason(), "the reason of a permission");
        return permission;
    }

    static TextMeasure measure(TextMeasure measure) {
        if (measure.length() < 0) {
            throw new PluginDefectException("a text of negative length");
        }
        return measure;
    }

    static List<Violation> violations(List<Violation> violations) {
        bounded(violations);
        for (Violation violation : violations) {
            require(violation, "a violation");
            require(violation.field(), "the field of a violation");
            require(violation.rule(), "the rule of a violation");
            require(violation.message(), "the message of a violation");
        }
        return List.copyOf(violations);
    }

    static Set<InboxFeed> feeds(Set<InboxFeed> feeds) {
        return Set.copyOf(feeds);
    }

    static Optional<WebhookReply> reply(Optional<WebhookReply> reply) {
        reply.ifPresent(r -> {
            require(r.contentType(), "the content type of a reply");
            require(r.body(), "the body of a reply");
            if (r.body().length > LARGEST_REPLY) {
                throw new PluginDefectException("a reply over 64 KiB");
            }
        });
        return reply;
    }

    private static @Nullable String flaw(InboxItem item) {
        if (item.id() == null || item.kind() == null || item.conversation() == null || item.publishedAt() == null) {
            return "an item without id, kind, conversation or time";
        }
        if (item.author() == null
                || item.author().id() == null
                || item.author().handle() == null
                || item.author().displayName() == null) {
            return "the item " + item.id() + " without a whole author";
        }
        if (item.text() == null || item.text().length() > LONGEST_TEXT) {
            return "the item " + item.id() + " without text or with one over " + LONGEST_TEXT + " characters";
        }
        return item.raw() == null || item.raw().length > LARGEST_RAW
                ? "the item " + item.id() + " without its raw form or with one over 5 MB"
                : null;
    }

    private static @Nullable String flaw(RemotePost post) {
        if (post.id() == null || post.publishedAt() == null) {
            return "a post without id or time";
        }
        boolean text = post.text() != null && post.text().length() <= LONGEST_TEXT;
        boolean raw = post.raw() != null && post.raw().length <= LARGEST_RAW;
        return text && raw ? null : "the post " + post.id() + " without text or raw form, or with one too large";
    }

    private static @Nullable String flaw(MetricSample sample) {
        boolean whole = sample.metric() != null
                && sample.from() != null
                && sample.until() != null
                && sample.dimensions() != null
                && sample.dimensions().size() <= 20;
        return whole && Double.isFinite(sample.value()) ? null : "a figure without metric, times or a finite value";
    }

    private static @Nullable String flaw(QuotaObservation observation) {
        boolean whole = observation.bucket() != null && observation.scope() != null && observation.resetsAt() != null;
        return whole && observation.limit() >= 0 && observation.remaining() >= 0
                ? null
                : "an observation of a budget without bucket, scope or end, or below zero";
    }

    private static @Nullable String flaw(WebhookSignal signal) {
        if (signal.account() == null) {
            return "a signal without account";
        }
        if (signal instanceof WebhookSignal.ItemReceived received) {
            return received.item() == null ? "a signal without item" : flaw(received.item());
        }
        if (signal instanceof WebhookSignal.ItemChanged changed) {
            return changed.item() == null ? "a signal without item" : flaw(changed.item());
        }
        if (signal instanceof WebhookSignal.ItemRemoved removed) {
            return removed.item() == null ? "a signal without item" : null;
        }
        return signal instanceof WebhookSignal.Resync resync && resync.feed() == null ? "a signal without feed" : null;
    }

    private static <T> List<T> kept(List<T> entries, Function<T, @Nullable String> flaw, Consumer<String> complaints) {
        bounded(entries);
        List<T> kept = new ArrayList<>(entries.size());
        for (T entry : entries) {
            String found = entry == null ? "an entry that is null" : flaw.apply(entry);
            if (found == null) {
                kept.add(entry);
            } else {
                complaints.accept(found + "; it was left out");
            }
        }
        return kept;
    }

    private static void bounded(Collection<?> entries) {
        if (entries.size() > MOST_ENTRIES) {
            throw new PluginDefectException(
                    entries.size() + " entries in one answer; " + MOST_ENTRIES + " are the most");
        }
    }

    private static void cursor(@Nullable String cursor) {
        if (cursor != null && cursor.length() > LONGEST_CURSOR) {
            throw new PluginDefectException("a cursor of " + cursor.length() + " characters; 2048 are the most");
        }
    }

    private static void require(@Nullable Object value, String what) {
        if (value == null) {
            throw new PluginDefectException(what + " is null");
        }
    }
}
