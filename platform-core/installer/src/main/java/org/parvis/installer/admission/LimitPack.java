package org.parvis.installer.admission;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.parvis.model.NetworkId;

/**
 * Limits of a network that somebody vouches for by their key, dated: budgets, bounds, windows, names of figures and the
 * version of the API, by their paths in the descriptor. They take the place of what the plugin brought, without its code being
 * touched. Where it may talk to and how it signs in is code's business and cannot be said here.
 *
 * <pre>
 * parvis-limits 1
 * network: mastodon
 * dated: 2026-11-22
 * until: 2027-05-22
 * set: quotas/posts.create/limit = 50
 * key: 1f2e3d…
 * signature: Base64
 * </pre>
 *
 * @param until the day after which it is taken for stale; half a year after its date where it says nothing
 * @param values by path, in the order of the file
 * @param key fingerprint of the key
 */
public record LimitPack(
        NetworkId network,
        LocalDate dated,
        LocalDate until,
        Map<String, String> values,
        String key,
        SignedText text) {
    /** What names of such files end with. */
    public static final String ENDING = ".limits";

    private static final String FORMAT = "parvis-limits 1";
    private static final int MONTHS = 6;
    private static final Set<String> MAY =
            Set.of("quotas", "formats", "replyPolicies", "metrics", "apiVersion", "visibilityWindow");

    public static boolean isLimits(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && name.toLowerCase(Locale.ROOT).endsWith(ENDING);
    }

    /** Whether a file has its last line, the signature. */
    public static boolean isWhole(Path file) {
        try {
            String text = Files.readString(file);
            return text.contains("\nsignature: ") && text.endsWith("\n");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Reads a pack; says nothing yet of whether its signature is right. */
    static LimitPack parse(byte[] bytes, String where) throws RefusedException {
        SignedText text = SignedText.parse(bytes, FORMAT, where);
        Statement.Fields fields = new Statement.Fields(where, Set.of("network", "dated", "until", "key"));
        Map<String, String> values = new LinkedHashMap<>();
        for (SignedText.Line line : text.lines()) {
            if (line.name().equals("set")) {
                set(values, line.value(), where);
            } else {
                fields.put(line);
            }
        }
        try {
            LocalDate dated = LocalDate.parse(fields.get("dated"));
            return new LimitPack(
                    new NetworkId(fields.get("network")),
                    dated,
                    fields.has("until") ? LocalDate.parse(fields.get("until")) : dated.plusMonths(MONTHS),
                    Map.copyOf(values),
                    fields.get("key"),
                    text);
        } catch (DateTimeParseException | IllegalArgumentException malformed) {
            throw SignedText.unreadable(where, String.valueOf(malformed.getMessage()));
        }
    }

    private static void set(Map<String, String> values, String line, String where) throws RefusedException {
        int equals = line.indexOf(" = ");
        String path = equals < 0 ? line : line.substring(0, equals).strip();
        if (equals < 0 || values.containsKey(path)) {
            throw SignedText.unreadable(where, "'" + line + "' is not 'path = value', or its path is there twice");
        }
        if (!MAY.contains(path.split("/", 2)[0])) {
            throw new RefusedException(
                    where,
                    "limits.path",
                    path + " cannot be replaced by a file of limits; what can begins with one of "
                            + MAY.stream().sorted().toList() + ".");
        }
        values.put(path, line.substring(equals + " = ".length()).strip());
    }

    /** The text of a signed pack; {@code content} holds its lines but for the first, the key and the signature. */
    public static String sign(String content, PublicKey publicKey, PrivateKey privateKey)
            throws GeneralSecurityException, RefusedException {
        List<SignedText.Line> lines = new ArrayList<>();
        for (String line : content.lines().map(String::strip).toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.startsWith("#")) {
                lines.add(new SignedText.Line(line.substring(0, colon), line.substring(colon + 2)));
            }
        }
        lines.add(new SignedText.Line("key", TrustedKeys.fingerprint(publicKey)));
        String signed = SignedText.sign(FORMAT, lines, privateKey);
        LimitPack unused = parse(signed.getBytes(StandardCharsets.UTF_8), "the file");
        return signed;
    }

    /** Whether it is older than it should be. */
    public boolean isStale(LocalDate today) {
        return today.isAfter(until);
    }
}
