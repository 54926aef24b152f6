package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is installed: the list beside this test, so that a new bundle is seen in review, and all of it runs. */
@SharedPlatform
class InstalledBundlesIT {
    /** One bundle a line, without versions: a patch is no news, a newcomer is. */
    private static final Path LIST = Path.of("src/test/resources/installed-bundles.txt");

    private static final String FRAGMENT = "Hosts:";

    @Test
    void onlyKnownBundlesAreInstalled(Platform platform) throws Exception {
        List<String> names = rows(platform).stream()
                .map(row -> row[3].split("/")[0])
                .sorted()
                .distinct()
                .toList();
        Files.write(Path.of("target/installed-bundles.txt"), names);
        assertThat(names)
                .as("what was found stands in target/installed-bundles.txt")
                .isEqualTo(Files.readAllLines(LIST, StandardCharsets.UTF_8));
    }

    @Test
    void everyBundleIsActive(Platform platform) throws Exception {
        assertThat(platform.client("bundle:list -t 0 --no-ellipsis --no-format").lines())
                .filteredOn(line -> line.contains("\t"))
                .filteredOn(line -> !line.contains(FRAGMENT))
                .allSatisfy(line -> assertThat(line).contains("Active"));
    }

    @Test
    void exactlyOneBundleExportsJackson(Platform platform) throws Exception {
        assertThat(platform.client("bundle:capabilities --namespace osgi.wiring.package")
                        .lines())
                .filteredOn(line -> line.matches(".*; com\\.fasterxml\\.jackson\\.databind \\d.*"))
                .hasSize(1);
    }

    @Test
    void noBundleIsThereTwice(Platform platform) throws Exception {
        assertThat(rows(platform)).extracting(row -> row[3].split("/")[0]).doesNotHaveDuplicates();
    }

    /** Number, state, level and symbolic name of every bundle. */
    private static List<String[]> rows(Platform platform) throws Exception {
        return platform.client("bundle:list -t 0 -s --no-ellipsis --no-format").lines().stream()
                .map(line -> line.split("\t"))
                .filter(row -> row.length >= 5)
                .map(row -> new String[] {row[0], row[1], row[2], row[4].split(",")[0].strip()})
                .toList();
    }
}
