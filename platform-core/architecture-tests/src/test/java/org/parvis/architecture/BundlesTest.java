package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the manifests say. */
class BundlesTest {
    private final List<Bundle> bundles = Bundle.onTheClassPath();

    @Test
    void allBundlesAreThere() {
        assertThat(bundles)
                .extracting(Bundle::name)
                .contains(
                        "org.parvis.model",
                        "org.parvis.spi",
                        "org.parvis.api",
                        "org.parvis.store",
                        "org.parvis.engine");
    }

    @Test
    void noPackageIsExportedByTwoBundles() {
        Map<String, List<String>> exporters = new TreeMap<>();
        bundles.forEach(bundle -> bundle.exports()
                .keySet()
                .forEach(name -> exporters
                        .computeIfAbsent(name, unused -> new ArrayList<>())
                        .add(bundle.name())));
        assertThat(exporters)
                .isNotEmpty()
                .allSatisfy((name, by) -> assertThat(by).as(name).hasSize(1));
    }

    @Test
    void noPackageOfOursLiesInTwoBundles() {
        Map<String, Set<String>> holders = new TreeMap<>();
        bundles.forEach(bundle -> bundle.packages().stream()
                .filter(name -> name.startsWith("org.parvis."))
                // The toolkit is inlined into each plugin on purpose.
                .filter(name -> !name.startsWith("org.parvis.toolkit"))
                .forEach(name ->
                        holders.computeIfAbsent(name, unused -> new TreeSet<>()).add(bundle.name())));
        assertThat(holders)
                .isNotEmpty()
                .allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
    }

    @Test
    void everyExportedPackageOfOursHasAVersionAndIsNullMarked() {
        bundles.forEach(bundle -> bundle.exports().forEach((name, version) -> {
            if (name.startsWith("org.parvis.")) {
                // What networks are compiled against is released by itself (ADR 26).
                boolean released = name.startsWith("org.parvis.spi") || name.equals("org.parvis.model");
                assertThat(version).as("version of " + name).matches(released ? "1\\.\\d+\\.\\d+" : "0\\.1\\.\\d+");
                JavaPackage exported = Product.CLASSES.getPackage(name);
                assertThat(exported.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .as(name + " is @NullMarked")
                        .isTrue();
                assertThat(exported.isAnnotatedWith("org.osgi.annotation.versioning.Version"))
                        .as(name + " has @Version")
                        .isTrue();
            }
        }));
    }

    @Test
    void nothingIsImportedOptionallyOrOnDemand() {
        assertThat(bundles).allSatisfy(bundle -> {
            assertThat(bundle.header("DynamicImport-Package")).as(bundle.name()).isEmpty();
            assertThat(bundle.header("Require-Bundle")).as(bundle.name()).isEmpty();
            assertThat(bundle.header("Import-Package"))
                    .as(bundle.name() + ": an optional import makes a later install refresh this bundle")
                    .doesNotContain("resolution:=optional");
        });
    }

    @Test
    void aNetworkExportsNothing() {
        assertThat(bundles)
                .filteredOn(bundle -> bundle.name().startsWith("org.parvis.network"))
                .isNotEmpty()
                .allSatisfy(
                        bundle -> assertThat(bundle.exports()).as(bundle.name()).isEmpty());
    }
}
