package org.parvis.engine.linkage;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.parvis.api.Keyset;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountQuery;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Right;
import org.parvis.engine.account.Accounts;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.change.ChangeParticipants;
import org.parvis.engine.credentials.EnvelopeKeeper;
import org.parvis.engine.credentials.Grants;
import org.parvis.engine.credentials.LinkingCalls;
import org.parvis.engine.credentials.TokenEndpoint;
import org.parvis.engine.hint.Hints;
import org.parvis.engine.obligation.Wakeups;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.engine.subscription.Subscriptions;
import org.parvis.model.AccountId;
import org.parvis.model.AccountState;
import org.parvis.model.BrandId;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.OAuthProfile;
import org.parvis.model.SignInProfile;
import org.parvis.spi.AccessToken;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.NetworkException;
import org.parvis.spi.SignIn;
import org.parvis.spi.TokenGrant;
import org.parvis.store.Database;

/**
 * Links accounts by the authorisation code flow with PKCE, or by what a person types where the network knows only that. Tokens never leave the engine: what comes back from the network's
 * page is a code, which this redeems itself. Calls of the network happen outside of transactions.
 */
@Component(configurationPid = "org.parvis.core")
@Designate(ocd = LinkingConfiguration.class)
public final class OAuthAccountService implements AccountService {
    private static final String CALLBACK = "/api/v1/oauth/callback";

    private final Database database;
    private final NetworkSettings settings;
    private final TokenEndpoint endpoint;
    private final LinkingCalls calls;
    private final Outbox outbox;
    private final Wakeups wakeups;
    private final Accounts accounts;
    private final Subscriptions subscriptions;
    private final LinkAttempts attempts;
    private final AccountChanges changes;
    private final String redirect;

    @Activate
    public OAuthAccountService(
            @Reference(target = "(schema=engine)") Database database,
            @Reference(target = "(clock=business)") Clock clock,
            @Reference NetworkSettings settings,
            @Reference TokenEndpoint endpoint,
            @Reference LinkingCalls calls,
            @Reference Grants grants,
            @Reference EnvelopeKeeper keeper,
            @Reference Outbox outbox,
            @Reference Wakeups wakeups,
            @Reference ChangeParticipants participants,
            @Reference AuditTrail audit,
            @Reference Hints hints,
            @Reference Accounts accounts,
            @Reference Subscriptions subscriptions,
            LinkingConfiguration configuration) {
        this(
                database,
                clock,
                settings,
                endpoint,
                calls,
                grants,
                keeper,
                outbox,
                wakeups,
                participants,
                audit,
                hints,
                accounts,
                subscriptions,
                configuration.public_url());
    }

    OAuthAccountService(
            Database database,
            Clock clock,
            NetworkSettings settings,
            TokenEndpoint endpoint,
            LinkingCalls calls,
            Grants grants,
            EnvelopeKeeper keeper,
            Outbox outbox,
            Wakeups wakeups,
            ChangeParticipants participants,
            AuditTrail audit,
            Hints hints,
            Accounts accounts,
            Subscriptions subscriptions,
            String publicAddress) {
        this.database = database;
        this.settings = settings;
        this.endpoint = endpoint;
        this.calls = calls;
        this.outbox = outbox;
        this.wakeups = wakeups;
        this.accounts = accounts;
        this.subscriptions = subscriptions;
        attempts = new LinkAttempts(database, keeper.envelope(), clock);
        changes = new AccountChanges(grants, wakeups, participants, audit, hints, clock);
        redirect = publicAddress.replaceAll("/+$", "") + CALLBACK;
    }

    @Override
    public Slice<Account> accounts(Caller caller, AccountQuery query) {
        Keyset after = Keyset.decode(query.page().after());
        Set<BrandId> readable = caller.readableBrands().orElse(null);
        int limit = query.page().limit();
        List<Account> found = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery("select " + AccountRow.COLUMNS + """
                         from engine.account
                        where workspace_id = :workspace and unlinked_at is null
                          and (:brand::uuid is null or brand_id = :brand::uuid) and (:network::text is null or network = :network)
                          and (:readable::uuid[] is null or brand_id = any (:readable::uuid[]))
                          and (:time::timestamptz is null or (linked_at, id) > (:time::timestamptz, :id::uuid))
                        order by linked_at, id limit :limit
                        """)
                        .bind("workspace", caller.workspace())
                        .bind(
                                "brand",
                                query.brand() == null ? null : query.brand().value())
                        .bind(
                                "network",
                                query.network() == null ? null : query.network().value())
                        .bind(
                                "readable",
                                readable == null
                                        ? null
                                        : readable.stream().map(BrandId::value).toArray(UUID[]::new))
                        .bind("time", after == null ? null : after.time())
                        .bind("id", after == null ? null : after.id())
                        .bind("limit", limit + 1)
                        .map(AccountRow.MAPPER)
                        .map(AccountRow::account)
                        .list());
        if (found.size() <= limit) {
            return new Slice<>(found, null);
        }
        Account last = found.get(limit - 1);
        return new Slice<>(
                found.subList(0, limit), new Keyset(last.linkedAt(), last.id().value()).encode());
    }

    @Override
    public Account account(Caller caller, AccountId account) {
        return database.inWorkspace(caller.workspace(), handle -> changes.find(handle, caller, account));
    }

    @Override
    public LinkStart beginLink(Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink) {
        requireBrand(caller, brand);
        requireSame(caller, brand, network, relink);
        NetworkDescriptor descriptor = settings.descriptor(network);
        if (descriptor.signIn() != null) {
            throw ProblemException.invalid(
                    "network",
                    "network.signIn",
                    "Accounts of " + descriptor.displayName()
                            + " are linked by signing in, not on a page of the network.");
        }
        String client = settings.application(network).clientId();
        if (client.isBlank()) {
            throw new ProblemException(
                    Problem.UNAVAILABLE,
                    "The network " + descriptor.displayName()
                            + " is not configured yet; an operator must set its client.id.");
        }
        LinkAttempts.Begun begun = attempts.begin(caller, brand, network, relink, redirect);
        URI address = AuthorisationRequest.address(descriptor, client, redirect, begun);
        return new LinkStart(address, begun.binding());
    }

    private void requireBrand(Caller caller, BrandId brand) {
        caller.require(Right.MANAGE_ACCOUNTS, brand);
        boolean there = database.inWorkspace(
                caller.workspace(),
                handle -> handle.createQuery(
                                "select exists (select from workspace.brand where id = :brand and workspace_id = :workspace)")
                        .bind("brand", brand)
                        .bind("workspace", caller.workspace())
                        .mapTo(Boolean.class)
                        .one());
        if (!there) {
            throw ProblemException.notFound("brand");
        }
    }

    @Override
    public LinkResult completeLink(Caller caller, LinkCallback callback) {
        LinkAttempts.Attempt attempt = attempts.take(caller, callback);
        // The rights may have shrunk since the link was begun.
        requireBrand(caller, attempt.brand());
        OAuthProfile profile = settings.descriptor(attempt.network()).oauth();
        checkIssuer(profile, callback.issuer());
        if (callback.error() != null) {
            throw new ProblemException(
                    Problem.NETWORK_REFUSED, "The network did not authorise the link: " + reason(callback.error()));
        }
        String code = callback.code();
        if (code == null || code.isBlank()) {
            throw new ProblemException(Problem.NETWORK_REFUSED, "The network sent no code back; begin again.");
        }
        try {
            TokenGrant first = endpoint.redeem(
                    attempt.network(), code, attempt.redirect(), profile.pkce() ? attempt.verifier() : null);
            return link(caller, attempt.brand(), attempt.network(), attempt.relink(), first);
        } catch (NetworkException e) {
            throw new ProblemException(
                    Problem.NETWORK_REFUSED, "The link could not be completed: " + e.getMessage() + " Begin again.");
        }
    }

    @Override
    public LinkResult signIn(
            Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink, TypedSecret typed) {
        requireBrand(caller, brand);
        requireSame(caller, brand, network, relink);
        SignInProfile profile = settings.descriptor(network).signIn();
        if (profile == null) {
            throw ProblemException.invalid(
                    "network", "network.authorise", "Accounts of this network are linked on a page of the network.");
        }
        if (typed.secret().isBlank()
                || typed.identifier().isBlank() && !profile.identifier().isEmpty()) {
            throw ProblemException.invalid("secret", "signIn.blank", "Both fields of the sign-in must be filled in.");
        }
        try {
            SignIn signIn = new SignIn(typed.identifier().strip(), typed.secret());
            TokenGrant first = calls.call(
                    network,
                    new AccessToken(""),
                    (plugin, call) -> plugin.accountLinker().signIn(call, signIn));
            return link(caller, brand, network, relink, first);
        } catch (NetworkException e) {
            throw new ProblemException(
                    Problem.NETWORK_REFUSED, "The link could not be completed: " + e.getMessage() + " Begin again.");
        }
    }

    private void requireSame(Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink) {
        if (relink == null) {
            return;
        }
        Account account = account(caller, relink);
        if (!account.brand().equals(brand) || !account.network().equals(network)) {
            throw ProblemException.invalid(
                    "relink", "relink.other", "The account to link again belongs to another brand or network.");
        }
    }

    private LinkResult link(
            Caller caller, BrandId brand, NetworkId network, @Nullable AccountId relink, TokenGrant first)
            throws NetworkException {
        TokenGrant grant = calls.call(
                network,
                new AccessToken(first.accessToken()),
                (plugin, call) -> plugin.accountLinker().exchange(call, first));
        List<LinkableAccount> found = calls.call(
                network,
                new AccessToken(grant.accessToken()),
                (plugin, call) -> plugin.accountLinker().listAccounts(call));
        AccountChanges.Target target = new AccountChanges.Target(caller, brand, settings.descriptor(network));
        return database.inWorkspace(caller.workspace(), handle -> {
            List<AccountChanges.Wanted> wanted = new ArrayList<>();
            if (relink == null) {
                found.forEach(each -> wanted.add(new AccountChanges.Wanted(each, brand, false)));
            } else {
                Account account = changes.find(handle, caller, relink);
                sameAgain(account, found).forEach(each -> wanted.add(new AccountChanges.Wanted(each, brand, false)));
                // What a person authorises anew replaces what they authorised before, for every account it holds.
                wanted.addAll(changes.alsoAuthorised(handle, target, found, account.remoteId()));
            }
            if (wanted.isEmpty()) {
                throw new ProblemException(
                        Problem.NETWORK_REFUSED, "The authorisation holds no account that can be linked.");
            }
            return new LinkResult(changes.link(handle, target, grant, wanted));
        });
    }

    /** Linking again must bring the same remote account back: else its conversations would go on under another's name. */
    private static List<LinkableAccount> sameAgain(Account account, List<LinkableAccount> found) {
        List<LinkableAccount> same = new ArrayList<>(found);
        same.removeIf(each -> !each.id().equals(account.remoteId()));
        if (same.isEmpty()) {
            throw new ProblemException(
                    Problem.CONFLICT,
                    "You authorised another account than " + account.handle() + "; log in there as " + account.handle()
                            + " and link it again.");
        }
        return same;
    }

    /** RFC 9207: an answer that says who it is from must be from whom the question went to. */
    private static void checkIssuer(OAuthProfile profile, @Nullable String issuer) {
        if (issuer == null) {
            return;
        }
        URI asked = profile.authorizeEndpoint();
        String expected = asked.getScheme() + "://" + asked.getRawAuthority();
        if (!issuer.equals(expected) && !issuer.equals(expected + "/")) {
            throw new ProblemException(
                    Problem.FORBIDDEN,
                    "The answer came from another authorisation server than the link was begun with.");
        }
    }

    /** Known codes only: what comes in the address is anybody's text. */
    private static String reason(String error) {
        return switch (error) {
            case "access_denied" -> "it was declined there.";
            case "invalid_scope" -> "it does not know a permission that was asked for.";
            case "temporarily_unavailable", "server_error" -> "it is away just now; begin again later.";
            default -> "it gave a reason that is not known here; begin again.";
        };
    }

    @Override
    public Account pause(Caller caller, AccountId id, long version) {
        return database.inWorkspace(caller.workspace(), handle -> {
            Account account = manageable(handle, caller, id);
            if (account.state() == AccountState.RELINK_REQUIRED) {
                throw new ProblemException(
                        Problem.CONFLICT,
                        "Nothing runs for this account until it is linked again; there is nothing to pause.");
            }
            Account paused = changes.pause(handle, caller, account, version);
            changes.tell(caller, paused, "account.pause", Map.of());
            return paused;
        });
    }

    @Override
    public Account resume(Caller caller, AccountId id, long version) {
        return database.inWorkspace(caller.workspace(), handle -> {
            Account account = manageable(handle, caller, id);
            if (account.state() != AccountState.PAUSED) {
                throw new ProblemException(
                        Problem.CONFLICT, "The account is not paused; it is " + account.state() + ".");
            }
            Account resumed = changes.resume(handle, caller, account, version);
            wakeups.accountWorks(caller.workspace(), id);
            changes.tell(caller, resumed, "account.resume", Map.of());
            return resumed;
        });
    }

    @Override
    public WebhookStanding webhook(Caller caller, AccountId id) {
        return subscriptions.standing(caller.workspace(), account(caller, id).id());
    }

    @Override
    public void unlink(Caller caller, AccountId id) {
        // Before the authorisation is forgotten, without which the network could not be asked to stop.
        LinkedAccount pushed = accounts.require(caller, id, Right.MANAGE_ACCOUNTS);
        if (pushed.works()) {
            subscriptions.end(pushed);
        }
        database.useWorkspace(caller.workspace(), handle -> {
            Account account = manageable(handle, caller, id);
            outbox.withdrawAll(caller.workspace(), id);
            changes.unlink(handle, caller, account);
            changes.tell(caller, account, "account.unlink", Map.of("handle", account.handle()));
        });
    }

    private Account manageable(Handle handle, Caller caller, AccountId id) {
        Account account = changes.find(handle, caller, id);
        caller.require(Right.MANAGE_ACCOUNTS, account.brand());
        return account;
    }
}
