package org.parvis.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What was released stays: a plugin that was compiled against any 1.x runs on every later 1.x. The released signatures lie
 * beside {@code spi-1.txt} and are never changed; a release of a minor version adds its own.
 */
class ReleasedSignaturesTest {
    private static final Path RELEASED = Path.of("src/api/released");
    private static final Pattern VERSION = Pattern.compile("@Version\\(\"(\\d+)\\.(\\d+)\\.\\d+\"\\)");

    /** Released files by version, with their SHA-256: a changed one would let a break pass. */
    private static final Map<String, String> SEALS =
            Map.of("1.0", "dfadaf88980cb02b14892b9033372f6b72f5050ec762a7f514d9eb39a091fc64");

    private static final List<Path> PACKAGES = List.of(
            Path.of("../model/src/main/java/org/parvis/model/package-info.java"),
            Path.of("src/main/java/org/parvis/spi/package-info.java"),
            Path.of("src/main/java/org/parvis/spi/http/package-info.java"));

    @Test
    void releasedSignaturesAreAsTheyWereReleased() throws Exception {
        for (Map.Entry<String, String> seal : SEALS.entrySet()) {
            byte[] file = Files.readAllBytes(RELEASED.resolve(seal.getKey() + ".txt"));
            assertThat(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(file)))
                    .as(
                            "SHA-256 of the signatures of %s: what was released is never changed, put the file back",
                            seal.getKey())
                    .isEqualTo(seal.getValue());
        }
        assertThat(RELEASED.toFile().list()).as("released and sealed").hasSameSizeAs(SEALS.keySet());
    }

    @Test
    void whatWasReleasedIsStillThere() throws Exception {
        for (String version : SEALS.keySet()) {
            SignatureChanges changes = since(version);
            assertThat(changes.breaking())
                    .as(
                            "Plugins compiled against SPI %s would break. Keep the old beside the new (a default method, the"
                                    + " old constructor); what cannot be kept belongs into a second SPI beside this one (ADR 26)",
                            version)
                    .isEmpty();
        }
    }

    @Test
    void whatIsNewHasANewMinorVersion() throws Exception {
        for (String version : SEALS.keySet()) {
            List<String> additions = since(version).additions();
            for (Path file : additions.isEmpty() ? List.<Path>of() : PACKAGES) {
                String source = Files.readString(file);
                Matcher present = VERSION.matcher(source);
                assertThat(present.find()).isTrue();
                String now = present.group(1) + "." + present.group(2);
                String name = source.replaceAll("(?s).*\\npackage ([a-z.]+);.*", "$1");
                boolean here =
                        additions.stream().anyMatch(line -> packageOf(line).equals(name));
                assertThat(here && now.equals(version))
                        .as(
                                "%s has more than it had as %s, so it is at least the next minor version: %s",
                                name, version, additions)
                        .isFalse();
            }
        }
    }

    /** Of {@code org.parvis.spi.Sent: int size()}, or of a heading that ends in the type's name. */
    private static String packageOf(String addition) {
        String[] words = addition.split("(: | : )", 2)[0].split(" ");
        String type = words[words.length - 1];
        return type.substring(0, type.lastIndexOf('.'));
    }

    private static SignatureChanges since(String version) throws Exception {
        return SignatureChanges.between(
                Files.readAllLines(RELEASED.resolve(version + ".txt")), SignatureFileTest.signatures());
    }
}
