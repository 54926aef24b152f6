package org.parvis.engine.linkage;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.parvis.model.Capability;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.OAuthProfile;

/** The address of a network's authorisation page (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
final class AuthorisationRequest {
    private AuthorisationRequest() {}

    static URI address(NetworkDescriptor descriptor, String clientId, String redirect, LinkAttempts.Begun begun) {
        OAuthProfile profile = descriptor.oauth();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", clientId);
        query.put("redirect_uri", redirect);
        query.put("scope", scopes(descriptor));
        query.put("state", begun.state());
        if (profile.pkce()) {
            query.put("code_challenge", Secrets.challenge(begun.verifier()));
            query.put("code_challenge_method", "S256");
        }
        String base = profile.authorizeEndpoint().toString();
        return URI.create(base
                + (base.contains("?") ? "&" : "?")
                + query.entrySet().stream()
                        .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /** Only what the offered capabilities need. */
    private static String scopes(NetworkDescriptor descriptor) {
        OAuthProfile profile = descriptor.oauth();
        TreeSet<String> scopes = new TreeSet<>(profile.baseScopes());
        for (Capability capability : descriptor.capabilities()) {
            scopes.addAll(profile.scopes().getOrDefault(capability, Set.of()));
        }
        return String.join(profile.scopeSeparator(), scopes);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
