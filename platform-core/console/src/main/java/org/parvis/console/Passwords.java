package org.parvis.console;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes passwords that nobody has to think of. */
final class Passwords {
    private static final int BYTES = 18;

    private Passwords() {}

    static String fresh() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
