package org.parvis.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may use whom. */
class DirectionsTest {
    @ParameterizedTest(name = "{0} uses only what it may")
    @EnumSource(Module.class)
    void aModuleUsesOnlyWhatItMay(Module module) {
        assumeFalse(Product.isEmpty(module), () -> "the module " + module + " has no classes yet");
        noClasses()
                .that()
                .resideInAPackage(module.allItsPackages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(module.forbiddenPackages())
                .because("directions of the house: " + module + " may use " + module.allowed())
                .check(Product.CLASSES);
    }

    @Test
    void everyClassBelongsToAModule() {
        Set<String> roots =
                Arrays.stream(Module.values()).map(Module::rootPackage).collect(Collectors.toSet());
        assertThat(Product.CLASSES)
                .hasSizeGreaterThan(100)
                .allSatisfy(type -> assertThat(type.getPackageName() + ".")
                        .matches(
                                name -> roots.stream().anyMatch(root -> name.startsWith(root + ".")),
                                "in a known module"));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.parvis.(**)")
                .should()
                .beFreeOfCycles()
                // One contract in two packages: a channel's call fails with the SPI's one exception.
                .ignoreDependency(
                        resideInAPackage("org.parvis.spi.http"),
                        DescribedPredicate.describe(
                                "are the SPI's exceptions",
                                type -> type.getPackageName().equals("org.parvis.spi")
                                        && type.isAssignableTo(Exception.class)))
                .check(Product.CLASSES);
    }

    /** It goes past the walls between workspaces. */
    @Test
    void onlyBackupsTakeTheWholeDatabaseAndNothingElseOfTheArchiveKnowsTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.parvis.archive.backup..", "org.parvis.store..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("org\\.parvis\\.store\\.DatabaseTransfer.*")
                .check(Product.CLASSES);
        noClasses()
                .that()
                .resideInAPackage("org.parvis.archive")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.parvis.store..")
                .check(Product.CLASSES);
    }

    @Test
    void servletAndRestTypesStayInTheGateway() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.parvis.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "org.osgi.service.jakartars..")
                .check(Product.CLASSES);
    }

    @Test
    void theHttpWhiteboardIsKnownToGatewayAndWebAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.parvis.gateway..", "org.parvis.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.osgi.service.servlet..")
                .check(Product.CLASSES);
    }

    @Test
    void theContractsSpeakTheirOwnTypesAndTheJdksAlone() {
        noClasses()
                .that()
                .resideInAnyPackage("org.parvis.model..", "org.parvis.spi..", "org.parvis.api..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "java..",
                        "org.parvis.model..",
                        "org.parvis.spi..",
                        "org.parvis.api..",
                        "org.jspecify..",
                        "org.osgi.annotation..")
                .because("a library in an exported signature ties every plugin to its version")
                .check(Product.CLASSES);
    }

    @Test
    void aNetworkUsesOnlyWhatItsManifestMayImport() {
        assumeFalse(Product.isEmpty(Module.NETWORK), "no network has classes yet");
        noClasses()
                .that()
                .resideInAnyPackage("org.parvis.network..", "org.parvis.loopback..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.osgi.framework..",
                        "org.osgi.service.cm..",
                        "org.osgi.service.event..",
                        "org.eclipse.jetty..",
                        "java.net.http..",
                        "java.sql..",
                        "java.util.concurrent.locks..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .because("a plugin translates: no state, no threads, no sockets, no database")
                .check(Product.CLASSES);
    }

    @Test
    void theFrameworkIsTouchedInFivePlacesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.parvis.engine.registry..",
                        "org.parvis.health..",
                        "org.parvis.console..",
                        // Puts bundles into the container; that is its whole business.
                        "org.parvis.installer..",
                        // Offers the database once per migrated schema, which no component can.
                        "org.parvis.store.service..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.osgi.framework..")
                .check(Product.CLASSES);
    }
}
