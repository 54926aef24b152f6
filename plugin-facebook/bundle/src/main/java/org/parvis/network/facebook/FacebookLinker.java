package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * An authorisation on Facebook is a person's; what is linked are pages, each with a token of its own. A page's token that
 * comes of a long-lived token of the person does not expire, so that the person's is exchanged first.
 */
final class FacebookLinker implements AccountLinker {

    private static final int MOST_PAGES = 50;
    private static final Set<String> PAGE_TYPES = Set.of("PAGE");

    @Override
    public TokenGrant exchange(LinkingCall call, TokenGrant grant) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("grant_type", "fb_exchange_token");
        query.put("client_id", call.client().id());
        query.put("client_secret", call.client().secret());
        query.put("fb_exchange_token", grant.accessToken());
        JsonNode answer = new Graph(call).readWith(Operations.OAUTH_EXCHANGE, "/oauth/access_token", query);
        String token = Json.text(answer, "access_token");
        if (token == null || token.isBlank()) {
            // A blank answer must not replace what works, if only for an hour.
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
        Set<String> scopes = granted(call);
        List<LinkableAccount> accounts = new ArrayList<>();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("fields", "id,name,username,access_token,tasks,picture{url}");
        query.put("limit", "100");
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = new Graph(call).read(Operations.ACCOUNTS, "/me/accounts", query);
            for (JsonNode each : Json.list(answer, "data")) {
                LinkableAccount account = account(each, scopes);
                if (account != null) {
                    accounts.add(account);
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

    private static @Nullable LinkableAccount account(JsonNode page, Set<String> scopes) {
        String id = Json.id(page, "id");
        String token = Json.text(page, "access_token");
        if (id == null || token == null || token.isBlank()) {
            return null;
        }
        String name = Json.textOr(id, page, "name");
        return new LinkableAccount(
                new RemoteId(id),
                Json.textOr(name, page, "username"),
                name,
                "default",
                Addresses.read(Json.text(Json.at(Json.at(page, "picture"), "data"), "url")),
                new TokenGrant(token, null, null, scopes));
    }

    /** What the person let us do; the token endpoint does not say it. */
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

    /**
     * A page's token ends its subscription only, for taking back what the person allowed would end the person's other pages
     * too; the person's token takes that back.
     */
    @Override
    public boolean revoke(LinkingCall call, TokenGrant grant) throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("input_token", grant.accessToken());
        query.put("access_token", call.client().id() + "|" + call.client().secret());
        JsonNode token = Json.at(new Graph(call).readWith(Operations.OAUTH_DEBUG, "/debug_token", query), "data");
        if (!Json.flag(false, token, "is_valid")) {
            return true;
        }
        try {
            boolean page = PAGE_TYPES.contains(Json.textOr("", token, "type"));
            new Graph(call).delete(Operations.PERMISSIONS_DELETE, page ? "/me/subscribed_apps" : "/me/permissions");
        } catch (NetworkException failure) {
            if (failure.kind() != ErrorKind.NOT_FOUND && failure.kind() != ErrorKind.AUTHORIZATION_REVOKED) {
                throw failure;
            }
        }
        return true;
    }
}
