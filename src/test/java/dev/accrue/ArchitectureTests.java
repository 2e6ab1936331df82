package dev.accrue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house: which room may import which, and where each library lives. */
@AnalyzeClasses(packages = "dev.accrue", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule roomsImportOnlyWhatTheyMay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("dev.accrue")
            .layer("common")
            .definedBy("dev.accrue.common")
            .layer("shell")
            .definedBy("dev.accrue.shell..")
            .layer("script")
            .definedBy("dev.accrue.script..")
            .layer("output")
            .definedBy("dev.accrue.output..")
            .layer("learner")
            .definedBy("dev.accrue.learner..")
            .layer("evaluation")
            .definedBy("dev.accrue.evaluation..")
            .layer("gaussian")
            .definedBy("dev.accrue.gaussian..")
            .layer("backbone")
            .definedBy("dev.accrue.backbone..")
            .layer("dataset")
            .definedBy("dev.accrue.dataset..")
            .layer("store")
            .definedBy("dev.accrue.store..")
            .layer("doctor")
            .definedBy("dev.accrue.doctor..")
            .whereLayer("root")
            .mayOnlyAccessLayers(
                    "common",
                    "shell",
                    "script",
                    "output",
                    "learner",
                    "evaluation",
                    "backbone",
                    "dataset",
                    "store",
                    "doctor")
            .whereLayer("shell")
            .mayOnlyAccessLayers("common", "script", "output", "learner", "evaluation", "dataset", "doctor")
            .whereLayer("script")
            .mayOnlyAccessLayers("common")
            .whereLayer("output")
            .mayOnlyAccessLayers("common")
            .whereLayer("learner")
            .mayOnlyAccessLayers("common", "gaussian", "backbone", "dataset", "store")
            .whereLayer("evaluation")
            .mayOnlyAccessLayers("common", "gaussian", "dataset", "learner")
            .whereLayer("gaussian")
            .mayOnlyAccessLayers("common")
            .whereLayer("backbone")
            .mayOnlyAccessLayers("common", "dataset")
            .whereLayer("dataset")
            .mayOnlyAccessLayers("common")
            .whereLayer("store")
            .mayOnlyAccessLayers("common", "gaussian")
            .whereLayer("doctor")
            .mayOnlyAccessLayers("common", "dataset", "learner", "output")
            .whereLayer("common")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule implementationsAreReachedThroughTheirInterfaces = noClasses()
            .that()
            .resideOutsideOfPackages("dev.accrue", "dev.accrue.store.h2..", "dev.accrue.backbone.djl")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.accrue.store.h2..", "dev.accrue.backbone.djl");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.accrue.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sqlLivesInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage("dev.accrue.store.h2..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.h2..", "org.flywaydb..", "org.springframework.jdbc..");

    /** Bytes of a stranger must never decide which classes are made. */
    @ArchTest
    static final ArchRule nothingIsDeserialised = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.beans.XMLDecoder");

    @ArchTest
    static final ArchRule djlLivesInItsBackbone = noClasses()
            .that()
            .resideOutsideOfPackage("dev.accrue.backbone.djl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.djl..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule ejmlLivesInGaussian = noClasses()
            .that()
            .resideOutsideOfPackage("dev.accrue.gaussian..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ejml..");

    @ArchTest
    static final ArchRule shellLibrariesLiveInTheShell = noClasses()
            .that()
            .resideOutsideOfPackage("dev.accrue.shell..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jline..", "org.springframework.shell..");
}
