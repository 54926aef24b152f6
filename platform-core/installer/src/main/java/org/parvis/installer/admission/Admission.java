package org.parvis.installer.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.Violation;
import org.parvis.toolkit.descriptor.DescriptorException;
import org.parvis.toolkit.descriptor.DescriptorReader;

/**
 * The checks at the door, over the file alone: nothing of it is loaded or started. All that is wrong is found in one go, in
 * the words of somebody who has to mend it. Blocks while it reads the file; thread-safe.
 */
public final class Admission {
    /** The kit for integrators checks the same list: what is green there is let in here. */
    private static final List<String> ALLOWED_IMPORTS = List.of(
            "org.parvis.model",
            "org.parvis.spi",
            "org.osgi.",
            "com.fasterxml.jackson.",
            "org.slf4j",
            "java.",
            "javax.crypto",
            "org.jspecify");

    private static final List<String> OURS = List.of("org.parvis.model", "org.parvis.spi", "org.parvis.spi.http");
    private static final List<String> COPIES =
            List.of("org/parvis/model/", "org/parvis/spi/", "org/parvis/api/", "org/parvis/engine/");
    private static final String SPI = "org.parvis.spi";
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private final TrustedKeys keys;

    public Admission(TrustedKeys keys) {
        this.keys = keys;
    }

    /**
     * Copies the bundle of {@code file} to {@code target} and checks it.
     *
     * @param running the packages that the platform offers to plugins, with their versions
     * @param unsigned whether the operator lets in what nobody vouches for
     */
    public Candidate examine(Path file, Path target, Map<String, Version> running, boolean unsigned)
            throws IOException, RefusedException {
        NetworkFile archive = NetworkFile.open(file, target);
        BundleContent content = BundleContent.of(archive.bundle());
        List<Violation> violations = new ArrayList<>();
        manifest(content, running, violations);
        copies(content, violations);
        NetworkDescriptor descriptor = descriptor(content, violations);
        Version version = version(content, violations);
        String sha256 = Sha256.of(archive.bundle());
        Trust trust = trust(archive, file, unsigned, violations);
        if (descriptor != null && version != null && trust.statement != null) {
            agreement(trust.statement, descriptor, version, sha256, archive.statementPlace(), violations);
        }
        if (!violations.isEmpty() || descriptor == null || version == null) {
            throw new RefusedException(violations);
        }
        return new Candidate(
                archive.bundle(),
                descriptor.id(),
                version,
                content.header("Bundle-SymbolicName").split(";", 2)[0].strip(),
                descriptor,
                sha256,
                trust.by,
                trust.statement == null ? "" : trust.statement.key(),
                trust.statement == null ? null : trust.statement.signedAt(),
                trust.warnings);
    }

    private record Trust(@Nullable Statement statement, String by, List<String> warnings) {}

    private Trust trust(NetworkFile archive, Path file, boolean unsigned, List<Violation> violations)
            throws IOException {
        String where = archive.statementPlace();
        if (archive.statement().isEmpty()) {
            if (unsigned) {
                return new Trust(null, "", List.of("Nobody vouches for it: it is not signed."));
            }
            violations.add(new Violation(
                    where,
                    "network.unsigned",
                    file.getFileName() + " is not signed: there is no " + where
                            + ". Sign it with a key that this platform trusts, or, on a machine for development only, set"
                            + " unsigned=true in etc/org.parvis.installer.cfg."));
            return new Trust(null, "", List.of());
        }
        try {
            Statement statement = Statement.parse(archive.statement().get(), where);
            return new Trust(
                    statement,
                    signer(statement.key(), statement.network(), statement.text(), where, violations),
                    List.of());
        } catch (RefusedException unreadable) {
            violations.addAll(unreadable.violations());
            return new Trust(null, "", List.of());
        }
    }

    /** A file of limits that somebody whom the operator trusts vouches for; never without a signature. */
    public LimitPack limits(byte[] file, String where) throws IOException, RefusedException {
        LimitPack pack = LimitPack.parse(file, where);
        List<Violation> violations = new ArrayList<>();
        String unused = signer(pack.key(), pack.network().value(), pack.text(), where, violations);
        if (!violations.isEmpty()) {
            throw new RefusedException(violations);
        }
        return pack;
    }

    /** The name under which a key is trusted; the fingerprint where it is not any more. */
    public String name(String fingerprint) throws IOException {
        return keys.find(fingerprint).map(TrustedKeys.Named::name).orElse(fingerprint);
    }

    private String signer(
            String fingerprint, String network, SignedText text, String where, List<Violation> violations)
            throws IOException {
        if (keys.isRevoked(fingerprint)) {
            violations.add(new Violation(
                    where,
                    "network.revoked",
                    "The key " + fingerprint + " that signed it was revoked ("
                            + keys.folder().resolve("revoked")
                            + "); get a file that is signed with a key that holds."));
            return "";
        }
        TrustedKeys.Named key = keys.find(fingerprint).orElse(null);
        if (key == null) {
            violations.add(new Violation(
                    where,
                    "network.untrusted",
                    "The key " + fingerprint
                            + " that signed it is not trusted here. If it should be, put its public"
                            + " half as <name>.pub into " + keys.folder() + "."));
            return "";
        }
        if (!key.maySign(network)) {
            violations.add(new Violation(
                    where,
                    "network.bound",
                    "The key " + key.name() + " is trusted for " + key.networks() + " alone, and this is "
                            + network + ". If it should be trusted with that too, add its id to "
                            + keys.folder().resolve(key.name() + ".networks") + "."));
        }
        if (!text.isSignedBy(key.key())) {
            violations.add(new Violation(
                    where,
                    "network.signature",
                    "The signature does not fit the statement: it was changed after it was signed by " + key.name()
                            + ". Get the file again from where it comes from."));
        }
        return key.name();
    }

    /** The statement names what the bundle is and asks for; what was vouched for must be what comes. */
    private static void agreement(
            Statement statement,
            NetworkDescriptor descriptor,
            Version version,
            String sha256,
            String where,
            List<Violation> violations) {
        compare("bundle's SHA-256", statement.sha256(), sha256, "network.checksum", where, violations);
        compare("network", statement.network(), descriptor.id().value(), "network.statement.id", where, violations);
        compare(
                "version",
                parsed(statement.version()),
                version.toString(),
                "network.statement.version",
                where,
                violations);
        compare(
                "hosts",
                new TreeSet<>(statement.hosts()).toString(),
                new TreeSet<>(descriptor.allowedHosts()).toString(),
                "network.statement.hosts",
                where,
                violations);
        compare(
                "scopes",
                new TreeSet<>(statement.scopes()).toString(),
                new TreeSet<>(Candidate.scopes(descriptor)).toString(),
                "network.statement.scopes",
                where,
                violations);
    }

    private static String parsed(String version) {
        try {
            return Version.parseVersion(version).toString();
        } catch (IllegalArgumentException e) {
            return version;
        }
    }

    private static void compare(
            String what, String signed, String found, String rule, String where, List<Violation> violations) {
        if (!signed.equals(found)) {
            violations.add(new Violation(
                    where,
                    rule,
                    "The statement says of the " + what + " " + signed + ", but the file has " + found
                            + ". It is not what was signed: get it again from where it comes from."));
        }
    }

    private static void manifest(BundleContent content, Map<String, Version> running, List<Violation> violations) {
        for (ManifestClauses.Clause clause : ManifestClauses.of(content.manifest(), "Import-Package")) {
            imported(clause, running, violations);
        }
        boolean imports = ManifestClauses.of(content.manifest(), "Import-Package").stream()
                .anyMatch(clause -> clause.name().equals(SPI));
        if (!imports) {
            violations.add(new Violation(
                    MANIFEST,
                    "network.spi",
                    "The bundle does not import " + SPI + ", so it can be no network's plugin."));
        }
        for (String header : List.of("Export-Package", "DynamicImport-Package", "Require-Bundle", "Fragment-Host")) {
            if (!content.header(header).isEmpty()) {
                violations.add(new Violation(
                        MANIFEST + " " + header,
                        "network.header",
                        "A network has no " + header + ", so that it cannot disturb another bundle; build it with"
                                + " plugin-parent, which leaves it out."));
            }
        }
    }

    private static void imported(
            ManifestClauses.Clause clause, Map<String, Version> running, List<Violation> violations) {
        String where = MANIFEST + " Import-Package " + clause.name();
        if (ALLOWED_IMPORTS.stream().noneMatch(clause.name()::startsWith)
                || (clause.name().startsWith("org.parvis.") && !OURS.contains(clause.name()))) {
            violations.add(new Violation(
                    where,
                    "network.import",
                    "The bundle imports " + clause.name() + ", which no network may; carry the library inside, or do"
                            + " without."));
        }
        if ("optional".equals(clause.parameters().get("resolution:"))) {
            violations.add(new Violation(
                    where,
                    "network.optional",
                    "The import of " + clause.name()
                            + " is optional, which makes later installations restart it; import"
                            + " it or leave it out."));
        }
        Version there = running.get(clause.name());
        String range = clause.parameters().getOrDefault("version", "0.0.0");
        if (OURS.contains(clause.name()) && (there == null || !includes(range, there))) {
            violations.add(new Violation(
                    where,
                    "network.range",
                    "The bundle was built for " + clause.name() + " " + range + ", but this platform has "
                            + (there == null ? "none" : there)
                            + ". Take the release of the plugin that is made for it, or"
                            + " update the platform first."));
        }
    }

    private static boolean includes(String range, Version version) {
        try {
            return VersionRange.valueOf(range).includes(version);
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static void copies(BundleContent content, List<Violation> violations) {
        Set<String> copied = new TreeSet<>();
        for (String name : content.names()) {
            COPIES.stream().filter(name::startsWith).forEach(copied::add);
        }
        if (!copied.isEmpty()) {
            violations.add(new Violation(
                    String.join(", ", copied),
                    "network.copy",
                    "The bundle carries a copy of " + copied
                            + " inside, which would not be the platform's own; give these"
                            + " dependencies the scope 'provided'."));
        }
    }

    private static @Nullable Version version(BundleContent content, List<Violation> violations) {
        String text = content.header("Bundle-Version");
        try {
            if (!text.isEmpty() && !content.header("Bundle-SymbolicName").isEmpty()) {
                return Version.parseVersion(text);
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        violations.add(new Violation(
                MANIFEST,
                "network.version",
                "The bundle needs a Bundle-SymbolicName and a Bundle-Version such as 1.2.0, not \"" + text + "\"."));
        return null;
    }

    private static @Nullable NetworkDescriptor descriptor(BundleContent content, List<Violation> violations) {
        String source = content.descriptorName();
        if (source == null) {
            violations.add(new Violation(
                    DescriptorReader.FOLDER,
                    "network.descriptor",
                    "The bundle needs exactly one descriptor " + DescriptorReader.FOLDER + "<id>.json."));
            return null;
        }
        try {
            ObjectNode tree = DescriptorReader.parse(content.descriptor(), source);
            NetworkDescriptor descriptor = DescriptorReader.read(tree, source);
            sameId(content, descriptor.id(), source, violations);
            return descriptor;
        } catch (DescriptorException wrong) {
            wrong.problems()
                    .forEach(problem -> violations.add(new Violation(
                            source, "network.descriptor", "The descriptor " + source + " is wrong: " + problem + ".")));
            return null;
        }
    }

    /** File, descriptor and manifest name one network. */
    private static void sameId(BundleContent content, NetworkId id, String source, List<Violation> violations) {
        Set<String> named = new TreeSet<>(Set.of(id.value()));
        named.add(source.substring(DescriptorReader.FOLDER.length(), source.length() - ".json".length()));
        boolean declared = false;
        for (ManifestClauses.Clause clause : ManifestClauses.of(content.manifest(), "Provide-Capability")) {
            if (clause.name().equals("org.parvis.network")) {
                declared = true;
                named.add(clause.parameters().getOrDefault("network", ""));
            }
        }
        if (!declared || named.size() > 1) {
            violations.add(new Violation(
                    MANIFEST + " Provide-Capability",
                    "network.id",
                    "The descriptor's name, its id and the capability org.parvis.network of the manifest must name one"
                            + " network; they name " + (declared ? named : "none") + "."));
        }
    }
}
