package org.parvis.engine.quota;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.NetworkService;
import org.parvis.api.network.NetworkStatus;
import org.parvis.api.network.QuotaLimit;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.obligation.Wakeups;
import org.parvis.model.NetworkId;
import org.parvis.model.QuotaRule;
import org.parvis.store.Database;

/** Shows the budgets that {@link CountingQuotas} counts, and sets their limits. */
@Component
public final class QuotaBoard implements QuotaService {
    private static final int MOST_RESERVED = 90;

    private final CountingQuotas counting;
    private final QuotaStore store;
    private final Database database;
    private final NetworkService networks;
    private final Accounts accounts;
    private final AuditTrail audit;
    private final Wakeups wakeups;
    private final Clock clock;

    @Activate
    public QuotaBoard(
            @Reference CountingQuotas counting,
            @Reference(target = "(schema=engine)") Database database,
            @Reference NetworkService networks,
            @Reference Accounts accounts,
            @Reference AuditTrail audit,
            @Reference Wakeups wakeups,
            @Reference(target = "(clock=business)") Clock clock) {
        this.counting = counting;
        this.store = new DatabaseQuotaStore(database);
        this.database = database;
        this.networks = networks;
        this.accounts = accounts;
        this.audit = audit;
        this.wakeups = wakeups;
        this.clock = clock;
    }

    @Override
    public List<QuotaState> quotas() {
        return counting.quotas();
    }

    @Override
    public List<QuotaState> quotas(Caller caller) {
        List<LinkedAccount> readable = accounts.all(caller, Right.READ);
        Set<NetworkId> theirs = new HashSet<>();
        Set<String> subjects = new HashSet<>(authorisations(caller, readable));
        for (LinkedAccount account : readable) {
            theirs.add(account.network());
            subjects.add(subject(
                    account.network(),
                    QuotaRule.Scope.ACCOUNT,
                    account.remoteId().value()));
        }
        return counting.quotas().stream()
                .filter(state -> state.scope() == QuotaRule.Scope.APP
                        ? theirs.contains(state.network())
                        : subjects.contains(subject(state.network(), state.scope(), state.subject())))
                .toList();
    }

    private Set<String> authorisations(Caller caller, List<LinkedAccount> accounts) {
        UUID[] ids = accounts.stream().map(account -> account.id().value()).toArray(UUID[]::new);
        return Set.copyOf(database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery("""
                        select distinct network, authorisation_id from engine.account
                        where workspace_id = :workspace and id = any (:ids::uuid[]) and authorisation_id is not null
                        """)
                        .bind("workspace", caller.workspace())
                        .bind("ids", ids)
                        .map((row, context) -> subject(
                                new NetworkId(row.getString("network")),
                                QuotaRule.Scope.USER,
                                row.getString("authorisation_id")))
                        .list()));
    }

    private static String subject(NetworkId network, QuotaRule.Scope scope, String subject) {
        return network + " " + scope + " " + subject;
    }

    @Override
    public List<QuotaLimit> limits() {
        List<QuotaLimit> limits = new ArrayList<>();
        for (NetworkStatus network : networks.networks()) {
            if (network.descriptor() != null) {
                network.descriptor().quotas().forEach(rule -> limits.add(limit(network.id(), rule)));
            }
        }
        limits.sort(Comparator.comparing((QuotaLimit limit) -> limit.network().value())
                .thenComparing(QuotaLimit::bucket)
                .thenComparing(QuotaLimit::scope));
        return limits;
    }

    private QuotaLimit limit(NetworkId network, QuotaRule rule) {
        LimitRecord set = counting.limit(new LimitRecord.Key(network, rule.bucket(), rule.scope()));
        Long wanted = set == null ? null : set.units();
        Integer reserve = set == null ? null : set.reserve();
        long units = wanted == null ? rule.limit() : wanted;
        return new QuotaLimit(
                network,
                rule.bucket(),
                rule.scope(),
                rule.unit(),
                rule.limit(),
                units,
                units * (reserve == null ? LimitRecord.usualReserve(rule) : reserve) / 100,
                set == null ? null : new QuotaLimit.Setting(set.by(), set.at()));
    }

    @Override
    public QuotaLimit override(
            String operator,
            NetworkId network,
            String bucket,
            QuotaRule.Scope scope,
            @Nullable Long limit,
            @Nullable Integer reserve) {
        QuotaRule rule = rule(network, bucket, scope);
        if (limit != null && limit < 1) {
            throw ProblemException.invalid(
                    "limit",
                    "limit.minimum",
                    "A limit is at least 1; to call a network no more, pause its accounts or uninstall it.");
        }
        if (reserve != null && (reserve < 0 || reserve > MOST_RESERVED)) {
            throw ProblemException.invalid(
                    "reserve",
                    "reserve.range",
                    "A reserve is 0 to " + MOST_RESERVED + " percent, so that something is left for reading.");
        }
        LimitRecord.Key key = new LimitRecord.Key(network, bucket, scope);
        LimitRecord set = limit == null && reserve == null
                ? null
                : new LimitRecord(key, limit, reserve, operator, clock.instant());
        database.useSystem(handle -> {
            if (set == null) {
                store.clearLimit(key);
            } else {
                store.setLimit(set);
            }
            audit.recordSystem(
                    null,
                    operator,
                    "quota.override",
                    "quota:" + network + "/" + bucket + "@" + scope,
                    Map.of(
                            "limit",
                            limit == null ? "as declared" : Long.toString(limit),
                            "reserve",
                            reserve == null ? "as usual" : reserve + " %"));
        });
        long before = limit(network, rule).limit();
        counting.limitChanged(key, set);
        QuotaLimit after = limit(network, rule);
        if (after.limit() > before || reserve != null) {
            wakeups.budgetRaised(network);
        }
        return after;
    }

    private QuotaRule rule(NetworkId network, String bucket, QuotaRule.Scope scope) {
        List<QuotaRule> rules = networks.network(network)
                .map(NetworkStatus::descriptor)
                .map(descriptor -> descriptor.quotas())
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        "The network " + network + " is not installed; social:network-list shows those that are."));
        return rules.stream()
                .filter(rule -> rule.bucket().equals(bucket) && rule.scope() == scope)
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.NOT_FOUND,
                        "The network " + network + " has no budget '" + bucket + "' by " + scope + "; it has "
                                + rules.stream()
                                        .map(rule -> rule.bucket() + "@" + rule.scope())
                                        .toList()
                                + "."));
    }
}
