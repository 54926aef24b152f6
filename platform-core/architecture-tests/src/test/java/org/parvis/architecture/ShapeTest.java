package org.parvis.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How types look: annotations, injection, names. */
class ShapeTest {
    private static final String COMPONENT = "org.osgi.service.component.annotations.Component";
    private static final String REFERENCE = "org.osgi.service.component.annotations.Reference";

    @Test
    void everyInterfaceOfTheSpiSaysWhoImplementsIt() {
        classes()
                .that()
                .resideInAPackage("org.parvis.spi..")
                .and()
                .areInterfaces()
                .and()
                .areTopLevelClasses()
                .and(DescribedPredicate.describe(
                        // A sealed interface is a closed list of values: nobody else implements it.
                        "are open and no package",
                        type -> !type.getSimpleName().equals("package-info")
                                && !type.reflect().isSealed()))
                .should()
                .beAnnotatedWith("org.osgi.annotation.versioning.ConsumerType")
                .orShould()
                .beAnnotatedWith("org.osgi.annotation.versioning.ProviderType")
                .because("else bnd does not know which change breaks whom")
                .check(Product.CLASSES);
    }

    @Test
    void componentsAreGivenWhatTheyNeedByTheirConstructor() {
        noFields()
                .should()
                .beAnnotatedWith(REFERENCE)
                .orShould()
                .beAnnotatedWith("org.osgi.service.component.annotations.Activate")
                .because("a component with injected fields cannot be made with new in a test")
                .check(Product.CLASSES);
    }

    @Test
    void aComponentWithAnExecutorIsImmediate() {
        List<JavaClass> withExecutor = components()
                .filter(type -> type.getAllFields().stream()
                        .map(JavaField::getRawType)
                        .anyMatch(field -> field.isAssignableTo(Executor.class)))
                .toList();
        assertThat(withExecutor)
                .as("a delayed component is thrown away with its threads when nobody uses it")
                .allSatisfy(
                        type -> assertThat(type.getAnnotationOfType(COMPONENT).get("immediate"))
                                .as(type.getName())
                                .hasValue(true));
    }

    /** What an operator changes on a day at work; the others have threads, sockets or folders of their own. */
    @Test
    void whatIsOftenConfiguredTakesOverWithoutARestart() {
        Set<String> often =
                Set.of("org.parvis.inbox", "org.parvis.publishing", "org.parvis.analytics", "org.parvis.metrics");
        List<JavaClass> configured = components()
                .filter(type -> type.getAnnotationOfType(COMPONENT)
                        .get("configurationPid")
                        .map(pids -> Stream.of((Object[]) pids).anyMatch(often::contains))
                        .orElse(false))
                .toList();
        assertThat(configured)
                .hasSizeGreaterThan(5)
                .allSatisfy(type -> assertThat(type.getMethods())
                        .as(type.getName())
                        .anyMatch(method -> method.isAnnotatedWith("org.osgi.service.component.annotations.Modified")));
    }

    @Test
    void componentsAreNotPartOfAnExportedPackage() {
        assertThat(components().map(JavaClass::getPackageName))
                .as("implementations stay private")
                .noneMatch(name -> name.startsWith("org.parvis.api") || name.startsWith("org.parvis.spi"));
    }

    @Test
    void namesSayWhatThingsAre() {
        noClasses()
                .should()
                .haveNameMatching(".*\\.[A-Z][A-Za-z0-9]*(Impl|Util|Utils|Helper|Helpers|Misc)(\\$.*)?")
                .orShould()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..impl..", "..misc..")
                .check(Product.CLASSES);
    }

    @Test
    void interfacesCarryThePlainNoun() {
        noClasses()
                .that()
                .areInterfaces()
                .should()
                .haveSimpleNameStartingWith("Abstract")
                .orShould()
                .haveNameMatching(".*\\.I[A-Z][a-z][A-Za-z]*")
                .check(Product.CLASSES);
    }

    private static Stream<JavaClass> components() {
        return Product.CLASSES.stream().filter(type -> type.isAnnotatedWith(COMPONENT));
    }
}
