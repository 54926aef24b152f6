package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.TokenGrant;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * With Instagram Login an authorisation is one account's, whose token of an hour is exchanged for one of 60 days and that
 * one renewed before it ends. With Facebook Login it is a person's; what is linked are the accounts behind the person's
 * pages, each with its page's token, which does not end by itself.
 */
final class InstagramLinker implements AccountLinker {

    private static final int MOST_PAGES = 50;

    @Override
    public TokenGrant exchange(LinkingCall call, TokenGrant grant) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_secret", call.client().secret());
        if (Login.of(call) == Login.FACEBOOK) {
            query.put("grant_type", "fb_exchange_token");
            query.put("client_id", call.client().id());
            query.put("fb_exchange_token", grant.accessToken());
            return longer(
                    call, new Graph(call).readWith(Operations.OAUTH_EXCHANGE, "/oauth/access_token", query), grant);
        }
        query.put("grant_type", "ig_exchange_token");
        query.put("access_token", grant.accessToken());
        return longer(call, new Graph(call).readUnversioned(Operations.OAUTH_EXCHANGE, "/access_token", query), grant);
    }

    /** A page's token is not renewed. An account's must be a day old; one that Meta refuses for its age stays as it is. */
    @Override
    public Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) throws NetworkException {
        if (Login.of(call) == Login.FACEBOOK) {
            return Optional.of(grant);
        }
        Map<String, String> query = new LinkedHashMap<>();
        query.put("grant_type", "ig_refresh_token");
        query.put("access_token", grant.accessToken());
        try {
            JsonNode answer = new Graph(call).readUnversioned(Operations.OAUTH_REFRESH, "/refresh_access_token", query);
            return Optional.of(longer(call, answer, grant));
        } catch (NetworkException failure) {
            if (failure.kind() == ErrorKind.POLICY_REJECTED) {
                return Optional.of(grant);
            }
            throw failure;
        }
    }

    /** A blank answer must not replace what works, if only for an hour. */
    private static TokenGrant longer(LinkingCall call, JsonNode answer, TokenGrant grant) {
        String token = Json.text(answer, "access_token");
        if (token == null || token.isBlank()) {
            return grant;
        }
        Instant expires = Json.whole(answer, "expires_in")
                .filter(seconds -> seconds > 0)
                .map(seconds -> call.clock().instant().plusSeconds(seconds))
                .orElse(null);
        return new TokenGrant(token, null, expires, grant.scopes());
    }

    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        if (Login.of(call) == Login.FACEBOOK) {
            return behindPages(call);
        }
        JsonNode me = new Graph(call)
                .read(Operations.ME, "/me", Map.of("fields", "user_id,username,name,profile_picture_url"));
        LinkableAccount account = account(me, Json.id(me, "user_id", "id"), null);
        return account == null ? List.of() : List.of(account);
    }

    private static List<LinkableAccount> behindPages(LinkingCall call) throws NetworkException {
        Set<String> scopes = granted(call);
        List<LinkableAccount> accounts = new ArrayList<>();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", "id,access_token,instagram_business_account{id,username,name,profile_picture_url}");
        query.put("limit", "100");
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = new Graph(call).read(Operations.PAGES, "/me/accounts", query);
            for (JsonNode each : Json.list(answer, "data")) {
                String token = Json.text(each, "access_token");
                JsonNode behind = Json.at(each, "instagram_business_account");
                if (token != null && !token.isBlank()) {
                    LinkableAccount account =
                            account(behind, Json.id(behind, "id"), new TokenGrant(token, null, null, scopes));
                    if (account != null) {
                        accounts.add(account);
                    }
                }
            }
            String after = GraphPaging.after(answer);
            if (after == null || after.equals(query.get("after"))) {
                break;
            }
            query.put("after", after);
        }
        return accounts;
    }

    private static @Nullable LinkableAccount account(
            JsonNode profile, @Nullable String id, @Nullable TokenGrant grant) {
        if (id == null || id.length() > RemoteId.MAX_LENGTH) {
            return null;
        }
        String handle = Json.textOr(id, profile, "username");
        return new LinkableAccount(
                new RemoteId(id),
                handle,
                Json.textOr(handle, profile, "name"),
                "default",
                Addresses.read(Json.text(profile, "profile_picture_url")),
                grant);
    }

    /** What the person let us do; Facebook's token endpoint does not say it. */
    private static Set<String> granted(LinkingCall call) throws NetworkException {
        JsonNode answer = new Graph(call).read(Operations.PERMISSIONS, "/me/permissions", Map.of());
        Set<String> granted = new HashSet<>();
        for (JsonNode each : Json.list(answer, "data")) {
            String permission = Json.text(each, "permission");
            if (permission != null && Json.textOr("", each, "status").equals("granted")) {
                granted.add(permission);
            }
        }
        return granted;
    }
}
