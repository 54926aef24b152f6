package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.parvis.model.NetworkDescriptor;

/** The bundle as a container sees it, and the README as an operator does. */
final class BundleSuite extends Suite {
    private static final List<String> ALLOWED_IMPORTS = List.of(
            "org.parvis.model",
            "org.parvis.spi",
            "org.osgi.",
            "com.fasterxml.jackson.",
            "org.slf4j",
            "java.",
            "javax.crypto",
            "org.jspecify");

    /** Of ours a network imports these and no others; the installer checks the same. */
    private static final List<String> OURS = List.of("org.parvis.model", "org.parvis.spi", "org.parvis.spi.http");

    private static final List<String> COPIES =
            List.of("org/parvis/model/", "org/parvis/spi/", "org/parvis/api/", "org/parvis/engine/");

    BundleSuite(Kit kit) {
        super("bundle", kit);
        content();
        manifest();
        readme();
    }

    private BundleContent bundle() throws Exception {
        return BundleContent.open(kit.tck().bundle());
    }

    private void content() {
        test(
                "theDescriptorIsCalledAsTheNetworkIs",
                s -> assertThat(bundle().descriptors())
                        .containsExactly("OSGI-INF/network/" + kit.descriptor().id() + ".json"));
        test(
                "noCopyOfModelOrSpiIsInside",
                s -> assertThat(bundle().names())
                        .noneMatch(name -> COPIES.stream().anyMatch(name::startsWith)));
        test("theServiceNamesTheNetwork", s -> {
            manifested();
            assertThat(bundle().entries().entrySet().stream()
                            .filter(entry -> entry.getKey().matches("OSGI-INF/[^/]+\\.xml"))
                            .map(entry -> new String(entry.getValue(), StandardCharsets.UTF_8))
                            .filter(xml -> xml.contains("interface=\"org.parvis.spi.NetworkPlugin\"")))
                    .singleElement()
                    .asString()
                    .containsPattern("name=\"network\\.id\"[^>]*value=\""
                            + kit.descriptor().id() + "\"");
        });
    }

    private Manifest manifested() throws Exception {
        return bundle().manifest();
    }

    private void manifest() {
        test(
                "itExportsNothing",
                s -> assertThat(Manifests.clauses(manifested(), "Export-Package"))
                        .isEmpty());
        test(
                "itImportsOnlyWhatIsAllowed",
                s -> assertThat(Manifests.clauses(manifested(), "Import-Package"))
                        .extracting(Manifests.Clause::name)
                        .allMatch(name -> ALLOWED_IMPORTS.stream().anyMatch(name::startsWith))
                        .allMatch(name -> !name.startsWith("org.parvis.") || OURS.contains(name)));
        test(
                "noImportIsOptional",
                s -> assertThat(Manifests.clauses(manifested(), "Import-Package"))
                        .allMatch(
                                clause -> !"optional".equals(clause.parameters().get("resolution:"))));
        test(
                "noImportIsDynamic",
                s -> assertThat(Manifests.clauses(manifested(), "DynamicImport-Package"))
                        .isEmpty());
        test(
                "itRequiresNoBundle",
                s -> assertThat(Stream.of("Require-Bundle", "Fragment-Host").flatMap(header -> header(header)))
                        .isEmpty());
        test(
                "itsCapabilityIsTheDescriptors",
                s -> assertThat(Manifests.clauses(manifested(), "Provide-Capability").stream()
                                .filter(clause -> clause.name().equals("org.parvis.network")))
                        .singleElement()
                        .satisfies(clause -> {
                            assertThat(clause.parameters())
                                    .containsEntry(
                                            "network", kit.descriptor().id().value());
                            assertThat(clause.parameters()).containsKey("spi:Version");
                        }));
    }

    private Stream<String> header(String name) {
        try {
            return Manifests.clauses(manifested(), name).stream().map(Manifests.Clause::name);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void readme() {
        test(
                "theReadmesSectionsStandInTheirOrder",
                s -> assertThat(text().lines()
                                .filter(line -> line.startsWith("## "))
                                .map(line -> line.substring(3))
                                .toList())
                        .isEqualTo(ReadmeTables.SECTIONS));
        Map<String, Function<NetworkDescriptor, String>> tables = Map.of(
                "Capabilities", ReadmeTables::capabilities,
                "Limits", ReadmeTables::limits,
                "Quota and cost", ReadmeTables::quotas,
                "OAuth scopes by capability", ReadmeTables::scopes);
        for (String section : ReadmeTables.SECTIONS) {
            Function<NetworkDescriptor, String> table = tables.get(section);
            if (table != null) {
                test(
                        "theReadmesTable[" + section + "]IsTheDescriptors",
                        s -> assertThat(section(section)).contains(table.apply(kit.descriptor())));
            } else {
                test(
                        "theReadmesSection[" + section + "]SaysSomething",
                        s -> assertThat(section(section).lines().skip(1).filter(line -> !line.isBlank()))
                                .isNotEmpty());
            }
        }
        if (!kit.tck().errorTable().isEmpty()) {
            test(
                    "theReadmesTable[Error mapping]IsTheCodes",
                    s -> assertThat(section("Error mapping"))
                            .contains(ReadmeTables.errors(
                                    kit.descriptor(), kit.tck().errorTable())));
        }
        test(
                "theReadmeNamesThePid",
                s -> assertThat(section("Configuration"))
                        .contains("org.parvis.network." + kit.descriptor().id()));
    }

    private String text() throws Exception {
        if (!Files.exists(kit.tck().readme())) {
            throw new AssertionError("There is no " + kit.tck().readme().toAbsolutePath());
        }
        return Objects.requireNonNull(Files.readString(kit.tck().readme())).replace("\r\n", "\n");
    }

    private String section(String title) throws Exception {
        String text = text();
        int begin = text.indexOf("## " + title + "\n");
        if (begin < 0) {
            throw new AssertionError("The README has no section " + title);
        }
        int end = text.indexOf("\n## ", begin + 1);
        return text.substring(begin, end < 0 ? text.length() : end);
    }
}
