package org.parvis.analytics;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.analytics.FigureRebuildService;
import org.parvis.api.change.StandingFacts;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.model.AccountId;
import org.parvis.store.Database;
import org.parvis.store.SetStatement;

/**
 * Empties an account's facts and hears everything again, a page at a time. Refuses where a keeper is missing, for its facts
 * would be lost until the next time; analytics itself runs without them.
 */
@Component(service = FigureRebuildService.class)
public final class FactRebuild implements FigureRebuildService {
    private static final int PAGE = 1_000;

    private final Database database;
    private final Accounts accounts;
    private final FactKeeper keeper;
    private final List<StandingFacts> sources;
    private final AuditTrail audit;

    @Activate
    public FactRebuild(
            @Reference(target = "(schema=analytics)") Database database,
            @Reference Accounts accounts,
            @Reference FactKeeper keeper,
            @Reference(
                            target = "(keeper=inbox)",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    StandingFacts items,
            @Reference(
                            target = "(keeper=publishing)",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    StandingFacts publications,
            @Reference AuditTrail audit) {
        this.database = database;
        this.accounts = accounts;
        this.keeper = keeper;
        this.sources = items == null || publications == null ? List.of() : List.of(items, publications);
        this.audit = audit;
    }

    @Override
    public long rebuild(Caller caller, AccountId id) {
        if (sources.isEmpty()) {
            throw new ProblemException(
                    Problem.CONFLICT, "Inbox and publishing must both be installed for figures to be built anew.");
        }
        return database.inWorkspace(caller.workspace(), handle -> {
            LinkedAccount account = accounts.require(caller, id, Right.MANAGE_ACCOUNTS);
            FactKeeper.lock(handle, account.id(), false);
            for (String table : List.of("received", "own", "hour")) {
                execute(handle, "delete from analytics." + table + " where account_id = ?", account);
            }
            long facts = 0;
            for (StandingFacts source : sources) {
                facts += hear(account, source);
            }
            // What is no publication any more has no next time to be asked about.
            execute(handle, """
                    delete from analytics.publication p where p.account_id = ? and not exists (
                        select from analytics.own o where o.account_id = p.account_id and o.subject_id = p.publication_id)""", account);
            audit.record(caller, "figures.rebuild", "account:" + id, Map.of("facts", Long.toString(facts)));
            return facts;
        });
    }

    private long hear(LinkedAccount account, StandingFacts source) {
        long facts = 0;
        @Nullable UUID after = null;
        do {
            StandingFacts.Page page = source.read(account.workspace(), account.id(), after, PAGE);
            keeper.changed(account.workspace(), page.changes());
            facts += page.changes().size();
            after = page.next();
        } while (after != null);
        return facts;
    }

    private static void execute(Handle handle, String sql, LinkedAccount account) {
        try (SetStatement statement = new SetStatement(handle, sql)) {
            statement.value(account.id().value()).update();
        }
    }
}
