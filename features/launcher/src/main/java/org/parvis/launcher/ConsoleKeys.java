package org.parvis.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * The keys of one home, made when they are missing: {@code host.key} by which the console proves who it is, and
 * {@code console.key} by which {@code ./parvis client} logs in. Private keys have mode 0600; {@code keys.properties} names
 * the public one as the only user.
 *
 * <p>ECDSA on P-256: Karaf's login module knows RSA, DSA and ECDSA keys only.
 */
final class ConsoleKeys {
    static final String USER = "parvis";
    static final String CONSOLE_KEY = "console.key";
    static final String HOST_KEY = "host.key";
    static final String HOST_PUBLIC_KEY = "host.key.pub";

    private ConsoleKeys() {}

    static void create(Path etc) throws IOException {
        try {
            if (!Files.exists(etc.resolve(HOST_KEY)) || !Files.exists(etc.resolve(HOST_PUBLIC_KEY))) {
                KeyPair host = newKeyPair();
                write(host, etc.resolve(HOST_KEY));
                Files.writeString(etc.resolve(HOST_PUBLIC_KEY), PublicKeyEntry.toString(host.getPublic()) + "\n");
            }
            Path users = etc.resolve("keys.properties");
            if (!Files.exists(etc.resolve(CONSOLE_KEY))) {
                KeyPair console = newKeyPair();
                write(console, etc.resolve(CONSOLE_KEY));
                Files.writeString(users, users(console.getPublic()));
            }
        } catch (GeneralSecurityException unavailable) {
            throw new IOException("this Java cannot make ECDSA keys: " + unavailable.getMessage(), unavailable);
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    private static void write(KeyPair pair, Path file) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "parvis", null, out);
        }
    }

    private static String users(PublicKey key) {
        String encoded = PublicKeyEntry.toString(key).split(" ", 3)[1];
        return "# The one user of this home's console; the private key is console.key beside this file.\n"
                + USER + "=" + encoded + ",_g_:admingroup\n"
                + "_g_\\:admingroup=group,admin,manager,viewer,systembundles,ssh\n";
    }

    /** The host's public key, against which the console checks whom it speaks to. */
    static String hostPublicKey(Path etc) throws IOException {
        return Files.readString(etc.resolve(HOST_PUBLIC_KEY), StandardCharsets.UTF_8)
                .strip();
    }
}
