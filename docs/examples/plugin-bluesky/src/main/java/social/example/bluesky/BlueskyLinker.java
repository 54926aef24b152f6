package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Base64;
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
import org.parvis.spi.SignIn;
import org.parvis.spi.TokenGrant;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Sessions by handle and app password, each for one account. The network's OAuth wants every request signed with a key of the
 * session's, which the platform's own OAuth does not do.
 */
final class BlueskyLinker implements AccountLinker {
    /** What a session may do that was begun with the account's own password instead of one for applications. */
    private static final String EVERYTHING = "com.atproto.access";

    @Override
    public TokenGrant signIn(LinkingCall call, SignIn signIn) throws NetworkException {
        JsonNode session;
        try {
            session = new BlueskyWire(call)
                    .signIn(Json.object()
                            .put("identifier", signIn.identifier().strip().replaceFirst("^@", ""))
                            .put("password", signIn.secret()));
        } catch (NetworkException failed) {
            throw refused(failed);
        }
        TokenGrant grant = grant(session);
        if (EVERYTHING.equals(
                claim(grant.accessToken(), "scope").map(JsonNode::asText).orElse(""))) {
            signOut(call, grant);
            throw new NetworkException(
                    ErrorKind.POLICY_REJECTED,
                    "This is the account's own password. Make one for Parvis alone: Settings, Privacy and security, App"
                            + " passwords");
        }
        return grant;
    }

    private static NetworkException refused(NetworkException failed) {
        if (failed.kind() != ErrorKind.TOKEN_EXPIRED
                && !failed.remoteCode()
                        .filter("AuthFactorTokenRequired"::equals)
                        .isPresent()) {
            return failed;
        }
        return NetworkException.of(
                        ErrorKind.AUTHORIZATION_REVOKED, "Bluesky does not take this handle and app password together")
                .remoteCode(failed.remoteCode().orElse(null))
                .build();
    }

    @Override
    public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
        BlueskyWire wire = new BlueskyWire(call);
        JsonNode session = wire.query("com.atproto.server.getSession", Map.of());
        String did = Json.text(session, "did");
        if (did == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "Bluesky did not say whose session this is");
        }
        String handle = Json.textOr(did, session, "handle");
        JsonNode profile = profile(wire, did);
        String name = Json.textOr("", profile, "displayName");
        return List.of(new LinkableAccount(
                new RemoteId(did),
                handle,
                name.isBlank() ? handle : name,
                "default",
                Addresses.read(Json.text(profile, "avatar")),
                null));
    }

    /** A name and a picture are no reason not to link an account. */
    private static @Nullable JsonNode profile(BlueskyWire wire, String did) {
        try {
            return wire.query("app.bsky.actor.getProfile", Map.of("actor", did));
        } catch (NetworkException notShown) {
            return null;
        }
    }

    /** Uses the refresh token up; its answer has the next. */
    @Override
    public Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) throws NetworkException {
        String token = grant.refreshToken();
        if (token == null) {
            throw new NetworkException(ErrorKind.AUTHORIZATION_REVOKED, "The session cannot be renewed; sign in again");
        }
        try {
            return Optional.of(grant(new BlueskyWire(call).refresh(token)));
        } catch (NetworkException failed) {
            if (failed.kind() == ErrorKind.TOKEN_EXPIRED) {
                throw NetworkException.of(
                                ErrorKind.AUTHORIZATION_REVOKED, "Bluesky has ended the session; sign in again")
                        .remoteCode(failed.remoteCode().orElse(null))
                        .build();
            }
            throw failed;
        }
    }

    @Override
    public boolean revoke(LinkingCall call, TokenGrant grant) throws NetworkException {
        String token = grant.refreshToken();
        if (token != null) {
            try {
                new BlueskyWire(call).signOut(token);
            } catch (NetworkException failed) {
                if (failed.kind() != ErrorKind.TOKEN_EXPIRED) {
                    throw failed;
                }
            }
        }
        return true;
    }

    private static void signOut(LinkingCall call, TokenGrant grant) throws NetworkException {
        if (grant.refreshToken() != null) {
            new BlueskyWire(call).signOut(grant.refreshToken());
        }
    }

    private static TokenGrant grant(JsonNode session) throws NetworkException {
        String access = Json.textOr("", session, "accessJwt");
        String refresh = Json.textOr("", session, "refreshJwt");
        if (access.isBlank() || refresh.isBlank()) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "Bluesky began a session without its tokens");
        }
        return new TokenGrant(access, refresh, expiry(access), Set.of());
    }

    private static @Nullable Instant expiry(String token) {
        return claim(token, "exp")
                .filter(JsonNode::isIntegralNumber)
                .map(seconds -> Instant.ofEpochSecond(seconds.longValue()))
                .orElse(null);
    }

    /** A claim of a JSON web token, for what we want to know and not for trust: only the network can check it. */
    private static Optional<JsonNode> claim(String token, String name) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Json.parse(Base64.getUrlDecoder().decode(parts[1])).map(claims -> Json.at(claims, name));
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }
}
