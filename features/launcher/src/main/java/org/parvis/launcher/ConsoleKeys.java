package org.parvis.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
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
    static final String USERS = "keys.properties";
    static final String HOST_KEY = "host.key";
    static final String HOST_PUBLIC_KEY = "host.key.pub";

    private ConsoleKeys() {}

    static void create(Path etc) throws IOException {
        try {
            if (!Files.exists(etc.resolve(HOST_KEY)) || !Files.exists(etc.resolve(HOST_PUBLIC_KEY))) {
                KeyPair host = newKeyPair();
                // PKCS #8 and X.509: of the common forms, the ones that Karaf reads.
                writePrivately(etc.resolve(HOST_KEY), pem("PRIVATE KEY", host.getPrivate()));
                writePrivately(etc.resolve(HOST_PUBLIC_KEY), pem("PUBLIC KEY", host.getPublic()));
            }
            if (!Files.exists(etc.resolve(CONSOLE_KEY))) {
                KeyPair console = newKeyPair();
                ByteArrayOutputStream key = new ByteArrayOutputStream();
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(console, "parvis", null, key);
                writePrivately(etc.resolve(USERS), users(console.getPublic()).getBytes(StandardCharsets.UTF_8));
                writePrivately(etc.resolve(CONSOLE_KEY), key.toByteArray());
            }
        } catch (GeneralSecurityException unavailable) {
            throw new IOException("this Java cannot make ECDSA keys: " + unavailable.getMessage(), unavailable);
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
    }

    private static byte[] pem(String kind, Key key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return ("-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void writePrivately(Path file, byte[] content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file, content);
    }

    private static String users(PublicKey key) {
        String encoded = PublicKeyEntry.toString(key).split(" ", 3)[1];
        return "# The one user of this home's console; the private key is console.key beside this file.\n"
                + USER + "=" + encoded + ",_g_:admingroup\n"
                + "_g_\\:admingroup=group,admin,manager,viewer,systembundles,ssh\n";
    }

    /** The host's public key, against which the console checks whom it speaks to. */
    static PublicKey hostPublicKey(Path etc) throws IOException {
        String pem = Files.readString(etc.resolve(HOST_PUBLIC_KEY), StandardCharsets.US_ASCII);
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        } catch (GeneralSecurityException broken) {
            throw new IOException("cannot read the host's public key " + etc.resolve(HOST_PUBLIC_KEY), broken);
        }
    }
}
