package org.parvis.engine.linkage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/**
 * What one-time addresses carry, stored as hashes. One address is good for an account at a time, for a day, in its own
 * workspace. Joins the transaction it is handed; thread-safe.
 */
final class RelinkTokens {
    static final Duration LIFETIME = Duration.ofDays(1);
    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Clock clock;

    RelinkTokens(Clock clock) {
        this.clock = clock;
    }

    /** @param token for the person's address alone */
    record Issued(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Issued[hidden]";
        }
    }

    private record Row(AccountId account, Instant expires, boolean used) {}

    Issued issue(Handle handle, Caller caller, AccountId account) {
        Instant now = clock.instant();
        Issued issued = new Issued(Secrets.fresh(), now.plus(LIFETIME));
        handle.createUpdate("""
                        delete from engine.relink where workspace_id = :workspace
                          and (account_id = :account and used_at is null or expires_at < :long_ago)
                        """)
                .bind("workspace", caller.workspace())
                .bind("account", account)
                .bind("long_ago", now.minus(REMEMBERED))
                .execute();
        handle.createUpdate("""
                        insert into engine.relink (token_hash, workspace_id, account_id, expires_at)
                        values (:hash, :workspace, :account, :expires)
                        """)
                .bind("hash", Secrets.hash(issued.token()))
                .bind("workspace", caller.workspace())
                .bind("account", account)
                .bind("expires", issued.expiresAt())
                .execute();
        return issued;
    }

    /** Takes it, once and for all; the account it was made for. */
    AccountId spend(Handle handle, Caller caller, String token) {
        byte[] hash = Secrets.hash(token);
        Row row = handle.createQuery("""
                        select account_id, expires_at, used_at from engine.relink
                        where token_hash = :hash and workspace_id = :workspace for update
                        """)
                .bind("hash", hash)
                .bind("workspace", caller.workspace())
                .map((result, context) -> new Row(
                        new AccountId(result.getObject("account_id", UUID.class)),
                        result.getObject("expires_at", OffsetDateTime.class).toInstant(),
                        result.getObject("used_at") != null))
                .findOne()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        "This address is not one of this workspace, or a newer one replaced it;"
                                + " ask for a new one, or choose the other workspace."));
        if (row.used()) {
            throw refused("This address was used already; ask for a new one.");
        }
        Instant now = clock.instant();
        if (!now.isBefore(row.expires())) {
            throw refused("This address has expired; ask for a new one.");
        }
        handle.createUpdate("update engine.relink set used_at = :now where token_hash = :hash")
                .bind("now", now)
                .bind("hash", hash)
                .execute();
        return row.account();
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Problem.FORBIDDEN, detail);
    }
}
