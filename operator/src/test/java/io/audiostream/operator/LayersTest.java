package io.audiostream.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Allowed dependencies between packages. */
@AnalyzeClasses(packages = "io.audiostream.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
    private static final String ROOT = "io.audiostream.operator";

    @ArchTest
    static final ArchRule decisionsUseNoKubernetesClient = noClasses()
            .that()
            .resideInAnyPackage("..operator.model..", "..operator.envoy..", "..operator.status..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
            .because("the desired state is computed in a pure step, which needs no cluster in tests");

    @ArchTest
    static final ArchRule modelDependsOnApiAlone = noClasses()
            .that()
            .resideInAPackage("..operator.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..operator.envoy..",
                    "..operator.dependent..",
                    "..operator.status..",
                    "..operator.reconciler..",
                    "..operator.local..");

    @ArchTest
    static final ArchRule apiDependsOnNoOtherPackage = classes()
            .that()
            .resideInAPackage("..operator.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("io.audiostream..")
            .orShould()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..operator.api..",
                    "java..",
                    "io.fabric8..",
                    "com.fasterxml.jackson.annotation..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule onlyMainAndConfigReadEnvironment = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .and()
            .haveSimpleNameNotEndingWith("Config")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule noPackageDependsOnRoot = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT)
            .because("the root package contains the program, which uses all other packages");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.audiostream.operator.(*)..").should().beFreeOfCycles();
}
