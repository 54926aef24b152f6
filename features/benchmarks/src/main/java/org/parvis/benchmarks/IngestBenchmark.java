package org.parvis.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.parvis.benchmarks.Conversation.Message;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.store.connection.Endpoint;

/**
 * P1: pages of 1,000 new messages, from X's JSON to the commit, against the FULL statement; by one writer and by two. P3: the
 * same pages again, which must write nothing, against an insert that finds only duplicates.
 */
final class IngestBenchmark implements Benchmark {
    private static final int PAGE = 1_000;
    private static final int WRITERS = 2;
    private static final int MOST_PAGES = 400;
    /** Every row that anything wrote, but for the one of the cursor, which moves with each page. */
    private static final String WRITTEN = "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
            + " from pg_stat_user_tables where not (schemaname = 'inbox' and relname = 'feed')";

    private final int pageSize;

    IngestBenchmark() {
        this(PAGE);
    }

    IngestBenchmark(int pageSize) {
        this.pageSize = pageSize;
    }

    @Override
    public String group() {
        return "P1";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        List<Figure> figures = new ArrayList<>();
        if (bench.options().asksFor("P1.ratio") || bench.options().asksFor("P1.rate")) {
            figures.addAll(fresh(bench, WRITERS, "P1.ratio", "two writers", "P1.rate"));
        }
        if (bench.options().asksFor("P1.one")) {
            figures.addAll(fresh(bench, 1, "P1.one", "one writer", ""));
        }
        return figures;
    }

    private List<Figure> fresh(Bench bench, int writers, String id, String by, String rateId) throws Exception {
        Endpoint raw = bench.database("raw_inbox");
        RawInbox.create(raw);
        try (ProductDatabase database = ProductDatabase.create(bench.database("product_inbox"))) {
            ProductInbox inbox = new ProductInbox(database, ProductInbox.link(database.endpoint, writers));
            Conversation conversation = new Conversation(Conversation.SEED);
            int pages = pages(bench, inbox, writers, conversation);
            Rounds rounds = Rounds.alternate(
                    bench.options().rounds(),
                    List.of(
                            () -> productRate(bench, inbox, writers, deal(conversation, pages)),
                            () -> rawRate(bench, raw, writers, deal(conversation, pages), false)));
            bench.note(id + ": " + pages + " pages of " + pageSize + " a round, " + inbox.count()
                    + " messages in the end");
            List<Figure> figures = new ArrayList<>();
            String what = "pages of " + pageSize + " new messages, parsed from X's JSON, " + by;
            figures.add(Figure.measured(id, what, "rows/s", Goal.ratioAtLeast(0.5), rounds.against(1)));
            if (!rateId.isEmpty()) {
                figures.add(Figure.measured(
                        rateId, what + ", absolutely", "rows/s", Goal.productAtLeast(10_000), rounds.against(1)));
            }
            return figures;
        }
    }

    /** Fresh pages for each contestant in turn; inventing them is not measured. */
    private List<List<Message>> deal(Conversation conversation, int pages) {
        List<List<Message>> fresh = new ArrayList<>();
        for (int i = 0; i < pages; i++) {
            fresh.add(conversation.page(pageSize));
        }
        return fresh;
    }

    /** As many pages as the product takes in during one round. */
    private int pages(Bench bench, ProductInbox inbox, int writers, Conversation conversation) throws Exception {
        List<List<Message>> some = deal(conversation, 20);
        productRate(bench, inbox, writers, some.subList(0, 10));
        double rate = productRate(bench, inbox, writers, some.subList(10, 20));
        double pages = rate * bench.options().length().toSeconds() / pageSize;
        return (int) Math.max(writers, Math.min(MOST_PAGES, pages));
    }

    private double productRate(Bench bench, ProductInbox inbox, int writers, List<List<Message>> pages)
            throws Exception {
        List<byte[]> heads = pages.stream().map(Conversation::head).toList();
        bench.settle();
        double seconds = Crew.seconds(writers, writer -> {
            for (int i = writer; i < heads.size(); i += writers) {
                inbox.take(writer, heads.get(i));
            }
        });
        return pages.size() * (double) pageSize / seconds;
    }

    private double rawRate(Bench bench, Endpoint raw, int writers, List<List<Message>> pages, boolean repeated)
            throws Exception {
        bench.settle();
        double seconds = Crew.seconds(writers, writer -> {
            UUID account = new UUID(1, writer);
            try (Connection connection = PlainDatabase.connect(raw);
                    PreparedStatement statement = repeated ? RawInbox.insert(connection) : RawInbox.full(connection)) {
                for (int i = writer; i < pages.size(); i += writers) {
                    RawInbox.take(statement, account, pages.get(i));
                }
            }
        });
        return pages.size() * (double) pageSize / seconds;
    }

    /** P3. */
    static final class Repeated implements Benchmark {
        private static final int PAGES = 20;
        private final IngestBenchmark ingest;

        Repeated() {
            this(PAGE);
        }

        Repeated(int pageSize) {
            ingest = new IngestBenchmark(pageSize);
        }

        @Override
        public String group() {
            return "P3";
        }

        @Override
        public List<Figure> run(Bench bench) throws Exception {
            Endpoint raw = bench.database("raw_inbox");
            RawInbox.create(raw);
            Conversation conversation = new Conversation(Conversation.SEED);
            List<List<Message>> known = ingest.deal(conversation, PAGES);
            ingest.rawRate(bench, raw, 1, known, false);
            Endpoint endpoint = bench.database("product_inbox");
            List<LinkedAccount> accounts;
            try (ProductDatabase database = ProductDatabase.create(endpoint)) {
                accounts = ProductInbox.link(endpoint, 1);
                ingest.productRate(bench, new ProductInbox(database, accounts), 1, known);
            }
            long before = written(endpoint);
            List<Figure> figures = new ArrayList<>();
            Rounds rounds;
            try (ProductDatabase database = ProductDatabase.open(endpoint)) {
                ProductInbox inbox = new ProductInbox(database, accounts);
                rounds = Rounds.alternate(
                        bench.options().rounds(),
                        List.of(
                                () -> ingest.productRate(bench, inbox, 1, again(bench, known, 30_000)),
                                () -> ingest.rawRate(bench, raw, 1, again(bench, known, 100_000), true)));
            }
            long rows = written(endpoint) - before;
            figures.add(Figure.measured(
                    "P3.ratio",
                    "the same pages again, against an insert that finds only duplicates",
                    "rows/s",
                    Goal.ratioAtLeast(0.5),
                    rounds.against(1)));
            figures.add(Figure.measured(
                    "P3.writes",
                    "rows written by all repeated pages together, the cursor's own apart",
                    "rows",
                    Goal.productAtMost(0),
                    List.of(new Figure.Round(rows, 0))));
            return figures;
        }

        /** About one round's worth of them. */
        private List<List<Message>> again(Bench bench, List<List<Message>> known, int expectedRate) {
            long pages = expectedRate * bench.options().length().toSeconds() / ingest.pageSize;
            List<List<Message>> again = new ArrayList<>();
            for (int i = 0; i < Math.max(PAGES, Math.min(MOST_PAGES, pages)); i++) {
                again.add(known.get(i % known.size()));
            }
            return again;
        }

        /** Counted when all connections have ended, because only then all of them have told. */
        private static long written(Endpoint endpoint) throws Exception {
            String others = "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and pid <> pg_backend_pid() and backend_type = 'client backend'";
            while (PlainDatabase.number(endpoint, others) > 0) {
                // Connections of other programs end without telling anybody.
                Thread.sleep(20);
            }
            return PlainDatabase.number(endpoint, WRITTEN);
        }
    }
}
