package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.InboxFeed;
import org.parvis.store.SetStatement;

/** How far each feed of an account is fetched. Stateless; joins the transaction of its handle. */
final class Feeds {
    /** The account's own writing, fetched as one more feed. */
    static final String TIMELINE = "TIMELINE";

    private static final Map<Capability, String> BY_CAPABILITY = Map.of(
            Capability.TIMELINE, TIMELINE,
            Capability.INBOX_MENTIONS, InboxFeed.MENTIONS.name(),
            Capability.INBOX_COMMENTS, InboxFeed.COMMENTS.name(),
            Capability.INBOX_DIRECT, InboxFeed.DIRECT_MESSAGES.name(),
            Capability.INBOX_REVIEWS, InboxFeed.REVIEWS.name());

    private static final Duration MARKED = Duration.ofMinutes(1);

    private Feeds() {}

    /**
     * @param position the plugin's cursor
     * @param since where to begin without one
     * @param roundBeganAt when the round that is under way began; null between rounds
     * @param coveredUntil when the last complete round began
     * @param newsAt when a round last brought something new
     * @param pushedAt when a push last brought something
     */
    record State(
            UUID account,
            String feed,
            @Nullable String position,
            @Nullable Instant since,
            @Nullable Instant roundBeganAt,
            boolean roundNews,
            @Nullable Instant requestedAt,
            @Nullable Instant coveredUntil,
            @Nullable Instant completedAt,
            Duration pause,
            String reason,
            @Nullable Instant newsAt,
            @Nullable Instant pushedAt) {

        boolean complete() {
            return coveredUntil != null && (requestedAt == null || !coveredUntil.isBefore(requestedAt));
        }
    }

    /** The feeds a network offers, by its descriptor. */
    static List<String> of(NetworkDescriptor descriptor) {
        return BY_CAPABILITY.entrySet().stream()
                .filter(entry -> descriptor.offers(entry.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
    }

    /** The feed that shows the account's own messages of this kind; empty where none does. */
    static Optional<String> showingOwn(NetworkDescriptor descriptor, ItemKind kind) {
        String feed = kind == ItemKind.DIRECT_MESSAGE ? InboxFeed.DIRECT_MESSAGES.name() : TIMELINE;
        return of(descriptor).contains(feed) ? Optional.of(feed) : Optional.empty();
    }

    static void ensure(Handle handle, LinkedAccount account, Collection<String> feeds, Duration pause) {
        String sql = """
                insert into inbox.feed (account_id, workspace_id, pause, feed)
                select ?, ?, ?::interval, u.feed from unnest(?) as u(feed) on conflict do nothing""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account.id().value())
                    .value(account.workspace().value())
                    .value(pause.toString())
                    .texts(feeds)
                    .update();
        }
    }

    static Optional<State> read(Handle handle, AccountId account, String feed, boolean lock) {
        String sql = "select *, extract(epoch from pause)::bigint as seconds from inbox.feed"
                + " where account_id = ? and feed = ?" + (lock ? " for update" : "");
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement.value(account.value()).value(feed).list(Feeds::state).stream()
                    .findFirst();
        }
    }

    static List<State> read(Handle handle, Collection<UUID> accounts) {
        String sql = "select *, extract(epoch from pause)::bigint as seconds from inbox.feed"
                + " where account_id = any(?) order by account_id, feed";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement.ids(accounts).list(Feeds::state);
        }
    }

    static void request(Handle handle, Collection<UUID> accounts, Instant at) {
        String sql = "update inbox.feed set requested_at = ? where account_id = any(?)";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(at).ids(accounts).update();
        }
    }

    static void reason(Handle handle, AccountId account, String feed, String reason) {
        String sql = "update inbox.feed set reason = ? where account_id = ? and feed = ? and reason <> ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(reason)
                    .value(account.value())
                    .value(feed)
                    .value(reason)
                    .update();
        }
    }

    static void write(Handle handle, State state) {
        String sql = """
                update inbox.feed set position = ?, since = ?, round_began_at = ?, round_news = ?, covered_until = ?,
                    completed_at = ?, pause = ?::interval, reason = ?, news_at = ?
                where account_id = ? and feed = ?""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(state.position())
                    .time(state.since())
                    .time(state.roundBeganAt())
                    .value(state.roundNews())
                    .time(state.coveredUntil())
                    .time(state.completedAt())
                    .value(state.pause().toString())
                    .value(state.reason())
                    .time(state.newsAt())
                    .value(state.account())
                    .value(state.feed())
                    .update();
        }
    }

    /** Notes that the network pushed something; at most once a minute, since every push comes this way. */
    static void pushed(Handle handle, AccountId account, Collection<String> feeds, Instant at) {
        String sql = """
                update inbox.feed set pushed_at = ? where account_id = ? and feed = any(?)
                  and (pushed_at is null or pushed_at < ?)""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(at)
                    .value(account.value())
                    .texts(feeds)
                    .value(at.minus(MARKED))
                    .update();
        }
    }

    /** The feed that would show a message of this kind. */
    static String showing(ItemKind kind) {
        return switch (kind) {
            case DIRECT_MESSAGE -> InboxFeed.DIRECT_MESSAGES.name();
            case COMMENT -> InboxFeed.COMMENTS.name();
            case MENTION -> InboxFeed.MENTIONS.name();
            case REVIEW -> InboxFeed.REVIEWS.name();
        };
    }

    /** When everything of the account was last seen; empty while a feed is still on its first round. */
    static Optional<Instant> coveredUntil(Collection<State> states) {
        List<Instant> covered = new ArrayList<>();
        for (State state : states) {
            if (state.coveredUntil() == null) {
                return Optional.empty();
            }
            covered.add(state.coveredUntil());
        }
        return covered.stream().min(Instant::compareTo);
    }

    private static State state(ResultSet row) throws SQLException {
        return new State(
                id(row, "account_id"),
                row.getString("feed"),
                row.getString("position"),
                time(row, "since"),
                time(row, "round_began_at"),
                row.getBoolean("round_news"),
                time(row, "requested_at"),
                time(row, "covered_until"),
                time(row, "completed_at"),
                Duration.ofSeconds(row.getLong("seconds")),
                row.getString("reason"),
                time(row, "news_at"),
                time(row, "pushed_at"));
    }
}
