package org.parvis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.parvis.analytics.FactKeeper;
import org.parvis.api.change.Change;
import org.parvis.api.change.ChangeParticipant;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.outbox.Lease;
import org.parvis.engine.outbox.Obligation;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.outbox.Settlement;
import org.parvis.inbox.FetchHandler;
import org.parvis.inbox.InboxSettings;
import org.parvis.inbox.Ingest;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.RemoteId;
import org.parvis.model.WorkspaceId;
import org.parvis.network.twitter.TwitterNetwork;
import org.parvis.publishing.TimelinePosts;
import org.parvis.spi.http.HttpResponse;
import org.parvis.store.Identifiers;
import org.parvis.store.connection.Endpoint;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/**
 * The product's way of taking a page in, from X's JSON to the commit: the bundle of X parses it, the inbox checks, drops
 * duplicates, threads, finds answers and writes, analytics and publishing are told inside the transaction, and the cursor
 * moves with the same commit. What is left out is the network, the plugin's pool, and the settlement of the obligation,
 * which P7 measures. One account for each writer.
 */
final class ProductInbox implements ChangeParticipants {
    private static final NetworkId NETWORK = new NetworkId("twitter");

    private final ProductDatabase database;
    private final FetchHandler fetching;
    private final List<ChangeParticipant> participants = new ArrayList<>();
    private final Map<AccountId, byte[]> next = new ConcurrentHashMap<>();
    private final List<LinkedAccount> accounts;
    private final AtomicLong token = new AtomicLong();

    ProductInbox(ProductDatabase database, List<LinkedAccount> accounts) throws IOException {
        this.accounts = accounts;
        this.database = database;
        Clock clock = Clock.systemUTC();
        MemoryAccounts linked = new MemoryAccounts(accounts);
        Outbox outbox = new NoOutbox();
        participants.add(new FactKeeper(database.database, clock));
        participants.add(new TimelinePosts(database.database, linked, outbox, clock, this, hint -> {}));
        DirectCalls calls = new DirectCalls(new TwitterNetwork(), descriptor(), clock, this::answer);
        fetching = new FetchHandler(
                database.database,
                linked,
                calls,
                (job, wanted, latest) -> wanted,
                outbox,
                (obligation, failure) -> new Settlement.Dead(String.valueOf(failure.getMessage())),
                new Ingest(this, hint -> {}, clock),
                clock,
                Defaults.of(InboxSettings.class, Map.of("page_limit", 1000)));
    }

    /** Links accounts in a workspace of their own, one for each writer. */
    static List<LinkedAccount> link(Endpoint endpoint, int writers) throws SQLException {
        WorkspaceId workspace = new WorkspaceId(Identifiers.next());
        BrandId brand = new BrandId(Identifiers.next());
        PlainDatabase.execute(
                endpoint,
                "insert into workspace.workspace (id, name, created_at) values ('" + workspace + "', 'W', now())",
                "insert into workspace.brand (id, workspace_id, name) values ('" + brand + "', '" + workspace
                        + "', 'B')");
        List<LinkedAccount> linked = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            AccountId id = new AccountId(Identifiers.next());
            PlainDatabase.execute(
                    endpoint,
                    "insert into engine.account (id, workspace_id, brand_id, network, remote_id, handle, display_name, linked_at)"
                            + " values ('" + id + "', '" + workspace + "', '" + brand + "', 'twitter', '" + writer
                            + "', 'acme', 'Acme', now())",
                    "insert into inbox.feed (account_id, workspace_id, feed) values ('" + id + "', '" + workspace
                            + "', 'MENTIONS')");
            linked.add(new LinkedAccount(
                    workspace,
                    brand,
                    id,
                    NETWORK,
                    new RemoteId(Integer.toString(writer)),
                    "acme",
                    "Acme",
                    "default",
                    null,
                    AccountState.OK));
        }
        return linked;
    }

    private static NetworkDescriptor descriptor() throws IOException {
        try (InputStream file = TwitterNetwork.class.getResourceAsStream("/OSGI-INF/network/twitter.json")) {
            return DescriptorReader.read(Objects.requireNonNull(file).readAllBytes(), "twitter.json");
        } catch (DescriptorException e) {
            throw new IOException("The descriptor of X cannot be read", e);
        }
    }

    @Override
    public void announce(WorkspaceId workspace, List<Change> changes) {
        if (!changes.isEmpty()) {
            participants.forEach(participant -> participant.changed(workspace, changes));
        }
    }

    /** Takes one page in, into the account of this writer. */
    void take(int writer, byte[] head) {
        LinkedAccount account = accounts.get(writer);
        next.put(account.id(), head);
        Obligation obligation = new Obligation(
                new UUID(0, writer),
                "inbox.fetch",
                account.id() + ":MENTIONS",
                account.workspace(),
                account.id(),
                NETWORK,
                "{}",
                Instant.EPOCH,
                1);
        Settlement settlement = fetching.handle(obligation, new MeasuredElsewhere());
        if (!(settlement instanceof Settlement.Settled)) {
            throw new IllegalStateException("The page was not taken in: " + settlement);
        }
    }

    private HttpResponse answer(AccountId account) {
        byte[] head = Objects.requireNonNull(next.remove(account), "a page");
        byte[] tail = Conversation.tail("t" + token.incrementAndGet());
        byte[] body = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, body, head.length, tail.length);
        return new HttpResponse(200, Map.of("content-type", List.of("application/json")), body);
    }

    /** How many messages there are. */
    long count() throws SQLException {
        return PlainDatabase.number(database.endpoint, "select count(*) from inbox.item");
    }

    /** The lease of a fetch: P7 measures what settling costs. */
    private static final class MeasuredElsewhere implements Lease {
        @Override
        public void assertHeld() {
            // Nobody else is here.
        }

        @Override
        public void settle(Settlement settlement) {
            if (!(settlement instanceof Settlement.Again)) {
                throw new IllegalStateException("The page was not taken in: " + settlement);
            }
        }
    }
}
