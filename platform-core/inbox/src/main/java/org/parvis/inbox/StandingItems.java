package org.parvis.inbox;

import static org.parvis.store.SetStatement.id;
import static org.parvis.store.SetStatement.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.change.Change;
import org.parvis.api.change.StandingFacts;
import org.parvis.model.AccountId;
import org.parvis.model.ItemId;
import org.parvis.model.ItemKind;
import org.parvis.model.WorkspaceId;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/** Tells what is received and what answers it, along the items' own key. */
@Component(service = StandingFacts.class, property = StandingFacts.KEEPER + "=inbox")
public final class StandingItems implements StandingFacts {
    private static final UUID FIRST = new UUID(0, 0);
    private static final String READ = """
            select i.id, i.role, i.kind, i.author_id, i.published_at, i.answered_at,
                i.role <> 'CONTEXT' and not i.removed and (i.reply_state is null or i.reply_state = 'SENT') as counts,
                a.handle, a.display_name, a.picture
            from (select * from inbox.item where account_id = ? and id > ? order by id limit ?) i
            left join inbox.author a on a.account_id = i.account_id and a.remote_id = i.author_id
            order by i.id""";

    private final Database database;

    @Activate
    public StandingItems(@Reference(target = "(schema=inbox)") Database database) {
        this.database = database;
    }

    @Override
    public Page read(WorkspaceId workspace, AccountId account, @Nullable UUID after, int limit) {
        return database.inWorkspace(workspace, handle -> {
            List<Change> changes = new ArrayList<>();
            List<UUID> ids;
            try (SetStatement statement = new SetStatement(handle, READ)) {
                ids = statement
                        .value(account.value())
                        .value(after == null ? FIRST : after)
                        .value(limit)
                        .list(row -> tell(account, row, changes));
            }
            return new Page(changes, ids.size() < limit ? null : ids.get(ids.size() - 1));
        });
    }

    private static UUID tell(AccountId account, ResultSet row, List<Change> changes) throws SQLException {
        ItemId item = new ItemId(id(row, "id"));
        Instant publishedAt = Objects.requireNonNull(time(row, "published_at"));
        if (!row.getBoolean("counts")) {
            return item.value();
        }
        if (row.getString("role").equals("OWN")) {
            changes.add(new Change.OwnItemSeen(account, item, publishedAt));
            return item.value();
        }
        ItemKind kind = ItemKind.valueOf(row.getString("kind"));
        changes.add(new Change.ItemReceived(
                account, item, Items.author(row, row.getString("author_id")), kind, publishedAt));
        Instant answeredAt = time(row, "answered_at");
        if (answeredAt != null) {
            changes.add(new Change.ItemAnswered(account, item, answeredAt));
        }
        return item.value();
    }
}
