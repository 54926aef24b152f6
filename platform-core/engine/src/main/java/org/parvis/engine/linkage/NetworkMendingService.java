package org.parvis.engine.linkage;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.AccountService.LinkStart;
import org.parvis.api.account.MendingService;
import org.parvis.api.network.Purpose;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.credentials.Grants;
import org.parvis.engine.obligation.Wakeups;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.engine.standing.AccountStates;
import org.parvis.model.AccountId;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxSource;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.store.Database;

/**
 * {@link MendingService} by a small reading call as the account, since no network has a question about authorisations that all
 * kinds of tokens may ask.
 */
@Component(configurationPid = "org.parvis.core")
public final class NetworkMendingService implements MendingService {
    /** What the page recognises, {@code page.js}. */
    private static final String FRAGMENT = "/#/relink/";

    /** Enough to be asked for, and little to be answered. */
    private static final Duration LOOKED_BACK = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;
    private final AccountService service;
    private final Accounts accounts;
    private final NetworkCalls calls;
    private final NetworkSettings settings;
    private final AccountStates states;
    private final Grants grants;
    private final Wakeups wakeups;
    private final AuditTrail audit;
    private final RelinkTokens tokens;
    private final String publicAddress;

    @Activate
    public NetworkMendingService(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference AccountService service,
            @Reference Accounts accounts,
            @Reference NetworkCalls calls,
            @Reference NetworkSettings settings,
            @Reference AccountStates states,
            @Reference Grants grants,
            @Reference Wakeups wakeups,
            @Reference AuditTrail audit,
            LinkingConfiguration configuration) {
        this(
                database,
                clock,
                service,
                accounts,
                calls,
                settings,
                states,
                grants,
                wakeups,
                audit,
                configuration.public_url());
    }

    NetworkMendingService(
            Database database,
            Clock clock,
            AccountService service,
            Accounts accounts,
            NetworkCalls calls,
            NetworkSettings settings,
            AccountStates states,
            Grants grants,
            Wakeups wakeups,
            AuditTrail audit,
            String publicAddress) {
        this.database = database;
        this.clock = clock;
        this.service = service;
        this.accounts = accounts;
        this.calls = calls;
        this.settings = settings;
        this.states = states;
        this.grants = grants;
        this.wakeups = wakeups;
        this.audit = audit;
        this.publicAddress = publicAddress.replaceAll("/+$", "");
        tokens = new RelinkTokens(clock);
    }

    @Override
    public AccountCheck check(Caller caller, AccountId id) {
        LinkedAccount account = accounts.require(caller, id, Right.MANAGE_ACCOUNTS);
        Verdict verdict;
        String detail = "";
        try {
            ask(account);
            verdict = Verdict.ALIVE;
            accepted(account);
        } catch (NetworkException failure) {
            verdict = verdict(account, failure);
            detail = String.valueOf(failure.getMessage());
        } catch (NetworkAbsentException away) {
            verdict = Verdict.UNKNOWN;
            detail = String.valueOf(away.getMessage());
        }
        AccountCheck result = new AccountCheck(service.account(caller, id), verdict, detail);
        database.useWorkspace(
                caller.workspace(),
                handle -> audit.record(
                        caller,
                        "account.check",
                        "account:" + id,
                        Map.of("verdict", result.verdict().name())));
        return result;
    }

    private void ask(LinkedAccount account) throws NetworkException {
        IdempotencyKey key = new IdempotencyKey("check:" + account.id());
        calls.call(account, CallKind.READ, Purpose.UPKEEP, key, this::read);
    }

    /** The first of the ways to read that the network has. */
    private Object read(NetworkPlugin plugin, NetworkCall call) throws NetworkException {
        NetworkDescriptor descriptor = call.descriptor();
        FetchWindow window = new FetchWindow(null, clock.instant().minus(LOOKED_BACK), 1);
        if (descriptor.offers(Capability.TIMELINE) && plugin.timelineSource().isPresent()) {
            return plugin.timelineSource().get().fetch(call, window);
        }
        InboxSource inbox = plugin.inboxSource().orElse(null);
        InboxFeed feed = inbox == null
                ? null
                : inbox.feeds().stream().sorted().findFirst().orElse(null);
        if (inbox != null && feed != null) {
            return inbox.fetch(call, feed, window);
        }
        if (descriptor.offers(Capability.ANALYTICS_ACCOUNT)
                && plugin.analyticsSource().isPresent()) {
            MetricQuery query = new MetricQuery(List.of(), clock.instant().minus(LOOKED_BACK), clock.instant());
            return plugin.analyticsSource().get().collect(call, query);
        }
        throw new NetworkException(
                ErrorKind.UNSUPPORTED,
                descriptor.displayName() + " offers nothing by which an authorisation could be tried.");
    }

    private Verdict verdict(LinkedAccount account, NetworkException failure) {
        return switch (failure.kind()) {
            case AUTHORIZATION_REVOKED -> {
                states.relinkRequired(account.workspace(), account.id(), String.valueOf(failure.getMessage()));
                yield Verdict.REFUSED;
            }
            // Whoever lacks a permission was recognised.
            case PERMISSION_MISSING -> {
                accepted(account);
                yield Verdict.ALIVE;
            }
            default -> Verdict.UNKNOWN;
        };
    }

    /** What was given up goes on: the authorisation is renewed in time again, and what waited for a person runs. */
    private void accepted(LinkedAccount account) {
        database.useWorkspace(account.workspace(), handle -> {
            for (AccountId each : states.accepted(account.workspace(), account.id())) {
                grants.watch(account.workspace(), each);
                wakeups.accountWorks(account.workspace(), each);
            }
        });
    }

    @Override
    public RelinkAddress relinkAddress(Caller caller, AccountId id) {
        LinkedAccount account = accounts.require(caller, id, Right.MANAGE_ACCOUNTS);
        NetworkDescriptor descriptor = settings.descriptor(account.network());
        if (descriptor.signIn() != null) {
            throw ProblemException.invalid(
                    "network",
                    "network.signIn",
                    "Accounts of " + descriptor.displayName()
                            + " are linked by signing in, not on a page of the network.");
        }
        RelinkTokens.Issued issued = database.inWorkspace(caller.workspace(), handle -> {
            audit.record(caller, "account.relink-url", "account:" + id, Map.of("handle", account.handle()));
            return tokens.issue(handle, caller, id);
        });
        return new RelinkAddress(URI.create(publicAddress + FRAGMENT + issued.token()), issued.expiresAt());
    }

    @Override
    public LinkStart relink(Caller caller, String token) {
        if (caller.user() == null) {
            throw new ProblemException(Problem.FORBIDDEN, "Only a person who is logged in can use this address.");
        }
        // Who may link nothing at all is told so, whatever the address is.
        if (caller.brandRoles().keySet().stream().noneMatch(brand -> caller.may(Right.MANAGE_ACCOUNTS, brand))) {
            caller.require(Right.MANAGE_ACCOUNTS);
        }
        // One transaction: what cannot be begun leaves the address good.
        return database.inWorkspace(caller.workspace(), handle -> {
            Account account = service.account(caller, tokens.spend(handle, caller, token));
            LinkStart start = service.beginLink(caller, account.brand(), account.network(), account.id());
            audit.record(caller, "account.relink", "account:" + account.id(), Map.of("handle", account.handle()));
            return start;
        });
    }
}
