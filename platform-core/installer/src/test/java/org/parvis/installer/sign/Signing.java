package org.parvis.installer.sign;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;

/** The signing program, as tests run it. */
public final class Signing {
    private Signing() {}

    /** What it printed; fails where it fails. */
    public static String run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int code = SigningMain.run(arguments, out, out, Clock.systemUTC());
        String said = bytes.toString(StandardCharsets.UTF_8);
        if (code != 0) {
            throw new AssertionError(said);
        }
        return said;
    }

    public static PrivateKey secret(Path file) throws Exception {
        return SigningMain.secret(file);
    }
}
