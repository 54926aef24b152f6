package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.parvis.api.inbox.ItemView;
import org.parvis.api.inbox.ReplyState;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.ItemKind;
import org.parvis.store.SetStatement;

/** The answers of ours and the intents behind them. */
final class ReplyRows {
    private ReplyRows() {}

    /**
     * An answer and its intent.
     *
     * @param intendedAt when its sending was committed; null before the first attempt
     * @param dueAt since when it is to go out: since it was written, or since a person said so anew
     */
    record Reply(
            UUID item,
            UUID target,
            ItemKind kind,
            @Nullable String inReplyTo,
            String text,
            boolean byPerson,
            boolean privately,
            ReplyState state,
            int attempts,
            @Nullable Instant intendedAt,
            Instant dueAt) {}

    /** What was asked for: under which key, its fingerprint, whether a person did, and whether to answer privately. */
    record Request(String key, byte[] hash, boolean byPerson, boolean privately) {}

    /** What was accepted under a key. */
    record Accepted(UUID account, UUID item, byte[] requestHash) {}

    /** @return false if the key is taken; then {@link #accepted} tells by what, for whoever took it has committed */
    static boolean claim(Handle handle, LinkedAccount account, UUID item, UUID target, Request request) {
        String sql = """
                insert into inbox.reply (account_id, workspace_id, item_id, target_id, idempotency_key, request_hash, by_person,
                    privately)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (workspace_id, idempotency_key) do nothing""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                            .value(account.id().value())
                            .value(account.workspace().value())
                            .value(item)
                            .value(target)
                            .value(request.key())
                            .value(request.hash())
                            .value(request.byPerson())
                            .value(request.privately())
                            .update()
                    == 1;
        }
    }

    static Optional<Accepted> accepted(Handle handle, UUID workspace, String key) {
        String sql = "select account_id, item_id, request_hash from inbox.reply"
                + " where workspace_id = ? and idempotency_key = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                    .value(workspace)
                    .value(key)
                    .list(row -> new Accepted(id(row, "account_id"), id(row, "item_id"), row.getBytes("request_hash")))
                    .stream()
                    .findFirst();
        }
    }

    /** A private answer is a direct message that names the comment it answers, in the comment's conversation. */
    static void insert(
            Handle handle,
            LinkedAccount account,
            UUID item,
            ItemView target,
            String text,
            Instant now,
            boolean privately) {
        String sql = """
                insert into inbox.item (account_id, workspace_id, id, conversation_id, kind, role, delivered, author_id,
                    in_reply_to, published_at, received_at, digest, body, reply_state)
                values (?, ?, ?, ?, ?, 'OWN', false, ?, ?, ?, ?, ?, ?, 'WAITING')""";
        boolean direct = target.kind() == ItemKind.DIRECT_MESSAGE;
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(account.id().value())
                    .value(account.workspace().value())
                    .value(item)
                    .value(target.conversation().value())
                    .value((direct || privately ? ItemKind.DIRECT_MESSAGE : ItemKind.COMMENT).name())
                    .value(account.remoteId().value())
                    .value(
                            direct
                                    ? null
                                    : Objects.requireNonNull(target.remoteId()).value())
                    .value(now)
                    .value(now)
                    .value(Digest.of(text, null))
                    .value(text)
                    .update();
        }
    }

    /** Locks the answer for the rest of the transaction. */
    static Optional<Reply> lock(Handle handle, UUID account, UUID item) {
        String sql = """
                select i.id, r.target_id, i.kind, i.in_reply_to, i.body, r.by_person, r.privately, i.reply_state, r.attempts,
                    r.intended_at, coalesce(r.due_at, i.published_at) as due_at
                from inbox.item i join inbox.reply r on r.account_id = i.account_id and r.item_id = i.id
                where i.account_id = ? and i.id = ? for update of i""";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            return statement
                    .value(account)
                    .value(item)
                    .list(row -> new Reply(
                            id(row, "id"),
                            id(row, "target_id"),
                            ItemKind.valueOf(row.getString("kind")),
                            row.getString("in_reply_to"),
                            row.getString("body"),
                            row.getBoolean("by_person"),
                            row.getBoolean("privately"),
                            ReplyState.valueOf(row.getString("reply_state")),
                            row.getInt("attempts"),
                            time(row, "intended_at"),
                            Objects.requireNonNull(time(row, "due_at"))))
                    .stream()
                    .findFirst();
        }
    }

    static void state(Handle handle, UUID account, UUID item, ReplyState state, String reason) {
        String sql = "update inbox.item set reply_state = ?, reply_reason = ? where account_id = ? and id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement
                    .value(state.name())
                    .value(Repair.text(reason).value())
                    .value(account)
                    .value(item)
                    .update();
        }
    }

    /** From now on its lateness counts from then. */
    static void due(Handle handle, UUID account, UUID item, Instant at) {
        String sql = "update inbox.reply set due_at = ? where account_id = ? and item_id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(at).value(account).value(item).update();
        }
    }

    static void intended(Handle handle, UUID account, UUID item, Instant at) {
        String sql = "update inbox.reply set intended_at = ?, attempts = attempts + 1"
                + " where account_id = ? and item_id = ?";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(at).value(account).value(item).update();
        }
    }

    /** An own message that answers the same, or what that answers, of which it is not known that we wrote it. */
    record Lookalike(String remoteId, String text, Instant publishedAt) {}

    /** A direct message names no parent: there it is what the account wrote in the same conversation. */
    static List<Lookalike> lookalikes(Handle handle, UUID account, Reply reply, Instant since) {
        String inReplyTo = reply.inReplyTo();
        String same = inReplyTo == null
                ? "kind = 'DIRECT_MESSAGE' and conversation_id = (select conversation_id from inbox.item"
                        + " where account_id = ? and id = ?)"
                : "(in_reply_to = ? or in_reply_to = (select in_reply_to from inbox.item where account_id = ? and id = ?))";
        String sql = "select remote_id, body, published_at from inbox.item where account_id = ? and role = 'OWN' and "
                + same + " and reply_state is null and not removed and published_at >= ?"
                + " order by published_at limit 100";
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account);
            if (inReplyTo == null) {
                statement.value(account).value(reply.item());
            } else {
                statement.value(inReplyTo).value(account).value(reply.target());
            }
            return statement
                    .value(since)
                    .list(row -> new Lookalike(
                            row.getString("remote_id"),
                            row.getString("body"),
                            Objects.requireNonNull(time(row, "published_at"))));
        }
    }
}
