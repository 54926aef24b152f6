package org.parvis.publishing;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.parvis.api.Keyset;
import org.parvis.api.change.Change;
import org.parvis.api.inbox.ReplyState;
import org.parvis.api.publishing.Origin;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.model.AccountId;
import org.parvis.model.PostId;
import org.parvis.model.PublicationId;
import org.parvis.model.RemoteId;

/** Reads publications. Every method runs inside a transaction that is confined to one workspace. */
final class Publications {
    private static final String COLUMNS = """
            id, account_id, post_id, origin, state, text, format, options::text, due_at, published_at, listed_at, remote_id,
            permalink,
            reason, held_for, violations::text, warnings::text, attempts, intent, intent_at, looks, resume_token, expires_at, retracting, version,
            continues, part, resuming, left_at, edit_text, edit_options::text,
            comment_text, comment_state, comment_reason, comment_intent, comment_at, comment_looks, comment_id,
            (select coalesce(jsonb_agg(jsonb_build_object('media', t.media_id, 'alternativeText', t.alternative_text)
                order by t.position), '[]')::text from publishing.attachment t where t.publication_id = p.id) as attached
            """;

    private Publications() {}

    static Optional<Publication> find(Handle handle, PublicationId id) {
        return handle.createQuery("select " + COLUMNS + " from publishing.publication p where id = :id")
                .bind("id", id.value())
                .map(Publications::map)
                .findOne();
    }

    /** Reads and locks, so that a person and the outbox cannot both decide on it. */
    static Optional<Publication> lock(Handle handle, PublicationId id) {
        return handle.createQuery("select " + COLUMNS + " from publishing.publication p where id = :id for update")
                .bind("id", id.value())
                .map(Publications::map)
                .findOne();
    }

    static List<Publication> ofPost(Handle handle, PostId post) {
        return handle.createQuery("select " + COLUMNS
                        + " from publishing.publication p where post_id = :post order by position, part")
                .bind("post", post.value())
                .map(Publications::map)
                .list();
    }

    /** The next of a thread; there is one at most, but a database can hold more. */
    static List<Publication> continuing(Handle handle, PublicationId publication) {
        return handle.createQuery(
                        "select " + COLUMNS + " from publishing.publication p where continues = :id order by id")
                .bind("id", publication.value())
                .map(Publications::map)
                .list();
    }

    /** The publications that these posts are, as long as they are out and not being taken back; locked. */
    static List<Publication> published(Handle handle, Collection<Change.PostGone> posts) {
        return handle.createQuery("select " + COLUMNS + """
                        from publishing.publication p
                        where (account_id, remote_id) in (select * from unnest(:accounts, :remoteIds))
                            and state = 'PUBLISHED' and not retracting
                        order by id for update
                        """)
                .bind("accounts", posts.stream().map(p -> p.account().value()).toArray(UUID[]::new))
                .bind("remoteIds", posts.stream().map(p -> p.post().value()).toArray(String[]::new))
                .map(Publications::map)
                .list();
    }

    /** Along the account's index of its publications as they are listed; {@code after} is the last one read. */
    static List<Publication> standing(Handle handle, AccountId account, @Nullable UUID after, int limit) {
        return handle.createQuery("select " + COLUMNS + """
                        from publishing.publication p
                        where account_id = :account and state = 'PUBLISHED'
                            and (:after::uuid is null or (listed_at, id) < (
                                select listed_at, id from publishing.publication where id = :after::uuid))
                        order by listed_at desc, id desc limit :limit
                        """)
                .bind("account", account.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(Publications::map)
                .list();
    }

    static List<Publication> heldForAccount(Handle handle, AccountId account) {
        return handle.createQuery("select " + COLUMNS
                        + " from publishing.publication p where account_id = :account and state = 'HELD' and held_for = 'ACCOUNT'"
                        + " for update")
                .bind("account", account.value())
                .map(Publications::map)
                .list();
    }

    /**
     * A page over several accounts, newest first: each account's own newest rows from its index, then merged, so that the cost
     * follows the page and not the table.
     */
    static List<Publication> list(Handle handle, Collection<AccountId> accounts, PublicationQuery query, int limit) {
        StringBuilder conditions = new StringBuilder();
        if (query.state() != null) {
            conditions.append(" and p.state = :state");
            if (isUnsettled(query.state())) {
                conditions.append(" and p.state not in ('PUBLISHED', 'DRAFT', 'CANCELLED', 'RETRACTED', 'GONE')");
            }
        }
        if (query.origin() != null) {
            conditions.append(" and p.origin = :origin");
        }
        if (query.from() != null) {
            conditions.append(" and p.listed_at >= :from");
        }
        if (query.until() != null) {
            conditions.append(" and p.listed_at < :until");
        }
        Keyset after = Keyset.decode(query.page().after());
        if (after != null) {
            conditions.append(" and (p.listed_at, p.id) < (:afterTime, :afterId)");
        }
        String sql = "select " + COLUMNS + " from unnest(:accounts) a (account) cross join lateral ("
                + "select p.*, p.listed_at as at from publishing.publication p where p.account_id = a.account"
                + conditions
                + " order by p.listed_at desc, p.id desc limit :limit) p order by at desc, id desc limit :limit";
        Query statement = handle.createQuery(sql)
                .bind("accounts", accounts.stream().map(AccountId::value).toArray(UUID[]::new))
                .bind("limit", limit);
        bindConditions(statement, query, after);
        return statement.map(Publications::map).list();
    }

    private static void bindConditions(Query statement, PublicationQuery query, @Nullable Keyset after) {
        if (query.state() != null) {
            statement.bind("state", query.state().name());
        }
        if (query.origin() != null) {
            statement.bind("origin", query.origin().name());
        }
        if (query.from() != null) {
            statement.bind("from", query.from());
        }
        if (query.until() != null) {
            statement.bind("until", query.until());
        }
        if (after != null) {
            statement.bind("afterTime", after.time()).bind("afterId", after.id());
        }
    }

    private static boolean isUnsettled(PublicationState state) {
        return switch (state) {
            case PUBLISHED, DRAFT, CANCELLED, RETRACTED, GONE -> false;
            default -> true;
        };
    }

    private static Publication map(ResultSet row, StatementContext context) throws SQLException {
        String post = row.getString("post_id");
        String remoteId = row.getString("remote_id");
        String permalink = row.getString("permalink");
        String heldFor = row.getString("held_for");
        String continues = row.getString("continues");
        String editText = row.getString("edit_text");
        return new Publication(
                PublicationId.of(row.getString("id")),
                AccountId.of(row.getString("account_id")),
                post == null ? null : PostId.of(post),
                Origin.valueOf(row.getString("origin")),
                PublicationState.valueOf(row.getString("state")),
                row.getString("text"),
                row.getString("format"),
                StoredJson.options(row.getString("options")),
                instant(row, "due_at"),
                instant(row, "published_at"),
                Objects.requireNonNull(instant(row, "listed_at")),
                remoteId == null ? null : new RemoteId(remoteId),
                permalink == null ? null : URI.create(permalink),
                row.getString("reason"),
                heldFor == null ? null : Publication.HeldFor.valueOf(heldFor),
                StoredJson.violations(row.getString("violations")),
                StoredJson.violations(row.getString("warnings")),
                row.getInt("attempts"),
                row.getInt("intent"),
                instant(row, "intent_at"),
                row.getInt("looks"),
                row.getString("resume_token"),
                instant(row, "expires_at"),
                row.getBoolean("retracting"),
                StoredJson.media(row.getString("attached")),
                continues == null ? null : PublicationId.of(continues),
                row.getInt("part"),
                row.getBoolean("resuming"),
                instant(row, "left_at"),
                editText == null
                        ? null
                        : new Publication.Edit(editText, StoredJson.options(row.getString("edit_options"))),
                comment(row),
                row.getLong("version"));
    }

    private static Comments.@Nullable Comment comment(ResultSet row) throws SQLException {
        String text = row.getString("comment_text");
        if (text == null) {
            return null;
        }
        String state = row.getString("comment_state");
        String id = row.getString("comment_id");
        return new Comments.Comment(
                text,
                state == null ? null : ReplyState.valueOf(state),
                row.getString("comment_reason"),
                row.getInt("comment_intent"),
                instant(row, "comment_at"),
                row.getInt("comment_looks"),
                id == null ? null : new RemoteId(id));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
