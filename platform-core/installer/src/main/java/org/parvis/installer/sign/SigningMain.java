package org.parvis.installer.sign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Version;
import org.parvis.installer.admission.BundleContent;
import org.parvis.installer.admission.Candidate;
import org.parvis.installer.admission.NetworkFile;
import org.parvis.installer.admission.LimitPack;
import org.parvis.installer.admission.RefusedException;
import org.parvis.installer.admission.Sha256;
import org.parvis.installer.admission.Statement;
import org.parvis.installer.admission.TrustedKeys;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/**
 * Makes keys and signs networks, where they are built: the private half never comes near a platform.
 *
 * <pre>
 * keys NAME                    writes NAME.key (keep it) and NAME.pub (give it to operators)
 * sign NAME.key NETWORK.jar    writes NETWORK.kar, which holds the bundle and the signed statement
 * limits NAME.key FILE         writes FILE.limits: the lines network, dated, until and set of the file, signed
 * </pre>
 *
 * NAME.pub must lie beside NAME.key. Exits with 0, or with 1 and a sentence.
 */
public final class SigningMain {
    private static final String USAGE = "usage: keys NAME | sign NAME.key NETWORK.jar | limits NAME.key FILE";

    private SigningMain() {}

    public static void main(String[] arguments) {
        int code = run(arguments, System.out, System.err, Clock.systemUTC());
        if (code != 0) {
            Runtime.getRuntime().exit(code);
        }
    }

    /** As {@link #main}, for those who print elsewhere; the exit code. */
    public static int run(String[] arguments, PrintStream out, PrintStream err, Clock clock) {
        try {
            if (arguments.length == 2 && arguments[0].equals("keys")) {
                keys(Path.of(arguments[1]), out);
                return 0;
            }
            if (arguments.length == 3 && arguments[0].equals("sign")) {
                sign(Path.of(arguments[1]), Path.of(arguments[2]), out, clock);
                return 0;
            }
            if (arguments.length == 3 && arguments[0].equals("limits")) {
                limits(Path.of(arguments[1]), Path.of(arguments[2]), out);
                return 0;
            }
            err.println(USAGE);
        } catch (RefusedException | DescriptorException | IOException | GeneralSecurityException failed) {
            err.println(failed.getMessage());
        }
        return 1;
    }

    private static void keys(Path name, PrintStream out) throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Path secret = Path.of(name + ".key");
        if (Files.exists(secret)) {
            throw new IOException(secret + " is there already; a key is never overwritten");
        }
        Files.writeString(secret, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                Path.of(name + ".pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        out.println("The key " + TrustedKeys.fingerprint(pair.getPublic()) + ": " + secret + " is secret, " + name
                + ".pub goes into etc/network-keys of the platforms that trust it.");
    }

    private static void sign(Path key, Path bundle, PrintStream out, Clock clock)
            throws GeneralSecurityException, IOException, RefusedException, DescriptorException {
        BundleContent content = BundleContent.of(bundle);
        String source = content.descriptorName();
        if (source == null) {
            throw new IOException(bundle + " has no descriptor " + DescriptorReader.FOLDER + "<id>.json");
        }
        NetworkDescriptor descriptor =
                DescriptorReader.read(DescriptorReader.parse(content.descriptor(), source), source);
        String version = Version.parseVersion(
                        content.manifest().getMainAttributes().getValue("Bundle-Version"))
                .toString();
        PublicKey publicKey = publicHalf(key);
        String statement = Statement.sign(
                descriptor.id().value(),
                version,
                Sha256.of(bundle),
                Set.copyOf(descriptor.allowedHosts()),
                Candidate.scopes(descriptor),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                publicKey,
                secret(key));
        Path archive = archive(bundle, statement);
        out.println(statement.strip());
        out.println("Written to " + archive + ".");
    }

    private static void limits(Path key, Path file, PrintStream out)
            throws GeneralSecurityException, IOException, RefusedException {
        String signed = LimitPack.sign(Files.readString(file), publicHalf(key), secret(key));
        Path target = file.resolveSibling(file.getFileName() + LimitPack.ENDING);
        Files.writeString(target, signed);
        out.println(signed.strip());
        out.println("Written to " + target + ".");
    }

    private static PublicKey publicHalf(Path key) throws IOException {
        return TrustedKeys.read(Path.of(key.toString().replaceAll("\\.key$", "") + ".pub"));
    }

    private static Path archive(Path bundle, String statement) throws IOException {
        String name = bundle.getFileName().toString();
        Path archive = bundle.resolveSibling(name.replaceAll("\\.jar$", "") + ".kar");
        Path partial = archive.resolveSibling(archive.getFileName() + ".part");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(partial))) {
            zip.putNextEntry(new ZipEntry(NetworkFile.STATEMENT));
            zip.write(statement.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("repository/" + name));
            Files.copy(bundle, zip);
            zip.closeEntry();
        }
        Files.move(partial, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return archive;
    }

    static PrivateKey secret(Path file) throws IOException, GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(TrustedKeys.decode(Files.readString(file))));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }
}
