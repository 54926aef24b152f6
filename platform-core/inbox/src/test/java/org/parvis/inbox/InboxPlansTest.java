package org.parvis.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.inbox.Pages.message;
import static org.parvis.inbox.Pages.page;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.parvis.api.Keyset;
import org.parvis.api.PageRequest;
import org.parvis.api.inbox.ConversationQuery;
import org.parvis.api.inbox.ConversationStatus;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.store.TestDatabase;

/**
 * What is asked of the inbox all day long goes along an index by its key, so that it costs the same when there are ten
 * million messages. Checked by the plans for fifty accounts with a thousand messages each.
 */
class InboxPlansTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.with("workspace", "engine", "inbox", "analytics");

    private static final Pattern WALKS = Pattern.compile("Seq Scan on (item|conversation|author)\\b"
            + "|Index (Only )?Scan using \\S+ on (item|conversation|author)\\b.*\\n(?!\\s+Index Cond:)");
    private static final int ACCOUNTS = 50;

    private static House house;
    private static List<UUID> accounts;
    private static LinkedAccount first;

    private final ExplainingDatabase explaining = new ExplainingDatabase();

    @BeforeAll
    static void fill() {
        house = new House(DATABASE);
        for (int i = 0; i < ACCOUNTS; i++) {
            LinkedAccount account = house.link("9" + i, "brand" + i);
            first = i == 0 ? account : first;
        }
        accounts = house.accounts.linked.keySet().stream().map(id -> id.value()).toList();
        house.execute("""
                insert into inbox.conversation (account_id, id, workspace_id, remote_id, kind, status, unread, items,
                    last_item_at, awaiting_since, participant)
                select a.id, md5(a.id || '/' || n)::uuid, a.workspace_id, 'thread ' || n, 'MENTION',
                    case when n % 10 = 0 then 'CLOSED' else 'OPEN' end, n % 20 = 0, 5, now() - n * interval '1 hour',
                    case when n % 20 = 1 then now() end, 'author ' || n
                from engine.account a, generate_series(1, 200) as n
                """);
        house.execute("""
                insert into inbox.item (account_id, id, workspace_id, conversation_id, remote_id, kind, role, delivered,
                    author_id, in_reply_to, published_at, received_at, digest, body)
                select a.id, uuidv7(), a.workspace_id, md5(a.id || '/' || n % 200 + 1)::uuid, 'item ' || n, 'MENTION',
                    case when n % 5 = 4 then 'OWN' when n % 5 = 3 then 'CONTEXT' else 'RECEIVED' end, true,
                    'author ' || n % 200 + 1, 'item ' || n - 200, now() - n * interval '1 minute', now(), n, 'Hello'
                from engine.account a, generate_series(1, 1000) as n
                """);
        house.execute("""
                insert into inbox.author (account_id, remote_id, workspace_id, handle, display_name)
                select a.id, 'author ' || n, a.workspace_id, 'a' || n, 'A' from engine.account a, generate_series(1, 200) as n
                """);
        house.execute("analyze inbox.conversation, inbox.item, inbox.author");
    }

    private List<String> plans(Consumer<Handle> work) {
        house.database.useWorkspace(house.workspace, handle -> work.accept(explaining.explaining(handle)));
        return explaining.plans();
    }

    private static Consumer<Handle> conversations(
            @Nullable ConversationStatus status, @Nullable Boolean unread, @Nullable Boolean awaiting) {
        ConversationQuery query = new ConversationQuery(null, null, status, unread, awaiting, PageRequest.first());
        return handle -> Conversations.list(handle, accounts, query, new Keyset(Pages.START, new UUID(0, 0)), 51);
    }

    @Test
    void theNewestMessagesOfManyAccountsComeFromTheIndexOfEach() {
        assertThat(plans(handle -> Items.latest(handle, accounts, null, 51)))
                .singleElement()
                .satisfies(InboxPlansTest::goesByKey)
                .asString()
                .contains("using item_latest");
    }

    @Test
    void conversationsComeFromTheIndexOfWhatTheyAreFilteredBy() {
        Map.of(
                        "conversation_latest", conversations(null, null, null),
                        "conversation_status", conversations(ConversationStatus.CLOSED, null, null),
                        "conversation_unread", conversations(null, true, null),
                        "conversation_awaiting", conversations(null, null, true))
                .forEach((index, list) -> assertThat(plans(list))
                        .singleElement()
                        .satisfies(InboxPlansTest::goesByKey)
                        .asString()
                        .contains("using " + index));
    }

    @Test
    void aConversationIsOpenedByItsKey() {
        UUID account = first.id().value();
        UUID conversation = UUID.fromString(
                house.value("select id from inbox.conversation where account_id = '" + account + "' limit 1"));
        List<String> plans = plans(handle -> {
            Conversations.find(handle, accounts, conversation);
            Items.ofConversation(handle, account, conversation, null, 51);
            Items.find(handle, accounts, conversation);
        });
        assertThat(plans).hasSize(3).allSatisfy(InboxPlansTest::goesByKey);
    }

    @Test
    void aPageIsTakenInByKeys() {
        Pages page = page().received(message("new 1", "7", 0, null))
                .own(message("new 2", "90", 10, "item 1"))
                .received(message("item 2", "author 3", 0, null).text("changed"))
                .removed("item 6");
        for (int i = 10; i < 300; i++) {
            page.received(message("item " + i, "author 1", i, null).conversation(new RemoteId("thread 1")));
            page.received(message("fresh " + i, "author " + i, i, null).conversation(new RemoteId("thread " + i)));
            RemoteId id = new RemoteId("direct " + i);
            page.received(InboxItem.builder(
                            id, ItemKind.DIRECT_MESSAGE, Pages.author("author " + i), Pages.START.plusSeconds(i))
                    .conversation(new RemoteId("thread " + i % 10))
                    .text("direct"));
        }
        assertThat(plans(handle -> house.ingest.take(handle, first, page.build())))
                .hasSizeGreaterThan(12)
                .allSatisfy(InboxPlansTest::goesByKey);
    }

    private static void goesByKey(String plan) {
        assertThat(plan).doesNotContainPattern(WALKS);
    }
}
