package org.parvis.network.instagram;

import java.util.Locale;
import org.parvis.spi.NetworkCall;

/**
 * By which of Meta's two logins accounts are linked; the operator's setting {@code x.login}. Both speak the same Graph API,
 * at different hosts and with different tokens.
 */
enum Login {
    /** Instagram Login: an account's own token, at {@code graph.instagram.com}. */
    INSTAGRAM,

    /** Facebook Login: the token of the page that is linked with the account, at {@code graph.facebook.com}. */
    FACEBOOK;

    static Login of(NetworkCall call) {
        String login = call.settings().getOrDefault("login", "instagram");
        return login.strip().toLowerCase(Locale.ROOT).equals("facebook") ? FACEBOOK : INSTAGRAM;
    }
}
