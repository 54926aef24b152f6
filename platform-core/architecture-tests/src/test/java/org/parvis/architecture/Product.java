package org.parvis.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes of the product as they stand on the class path, read once. */
final class Product {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.parvis");

    private Product() {}

    /** Modules are filled one after the other; a rule about one without classes has nothing to say yet. */
    static boolean isEmpty(Module module) {
        return CLASSES.stream()
                .map(type -> type.getPackageName())
                .noneMatch(name -> name.equals(module.rootPackage()) || name.startsWith(module.rootPackage() + "."));
    }
}
