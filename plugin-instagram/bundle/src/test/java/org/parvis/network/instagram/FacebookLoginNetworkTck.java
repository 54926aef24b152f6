package org.parvis.network.instagram;

import java.nio.file.Path;

/** Instagram passes the kit with Facebook Login too: the account behind a page, with the page's token. */
class FacebookLoginNetworkTck extends InstagramNetworkTck {

    @Override
    boolean isFacebookLogin() {
        return true;
    }

    @Override
    protected Path reports() {
        return Path.of("target", "tck-facebook-login");
    }
}
