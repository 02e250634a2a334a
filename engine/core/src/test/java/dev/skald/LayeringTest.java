/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floor plan: kafka → internal → root, each package with what it may know. */
@AnalyzeClasses(packages = "dev.skald", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule rootIsPure = classes()
            .that()
            .resideInAPackage("dev.skald")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.skald", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule rulesOfAgreementsArePure = classes()
            .that()
            .resideInAPackage("dev.skald.tcc")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.skald", "dev.skald.tcc", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule rulesHaveNoClockAndNoThreads = noClasses()
            .that()
            .resideInAnyPackage("dev.skald", "dev.skald.tcc")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..");

    @ArchTest
    static final ArchRule theInsideDoesNotKnowTheFacade = noClasses()
            .that()
            .resideInAPackage("dev.skald.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.skald.kafka..");

    @ArchTest
    static final ArchRule instancesKnowStoresOnlyThroughSeams = noClasses()
            .that()
            .resideInAPackage("dev.skald.internal.instance..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka.streams..", "dev.skald.internal.store..", "dev.skald.internal.command..");

    @ArchTest
    static final ArchRule noKafkaInternals = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..internals..", "org.apache.kafka.common.utils..");

    @ArchTest
    static final ArchRule noThreadLocals =
            noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.skald.(**)").should().beFreeOfCycles();
}
