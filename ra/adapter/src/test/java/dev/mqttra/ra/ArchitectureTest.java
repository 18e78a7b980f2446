package dev.mqttra.ra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may see what. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mqttra.ra", "dev.mqttra.api");

    @Test
    void onlyTheHostedPackageSeesTheBroker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mqttra.ra.hosted..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.mqttra.broker..")
                .check(CLASSES);
    }

    @Test
    void nettyIsSeenByNobodyHere() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void theApiHasNoTypeOfALibrary() {
        noClasses()
                .that()
                .resideInAPackage("dev.mqttra.api..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("dev.mqttra.api..", "java..", "javax.naming..", "jakarta..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void configurationKnowsNothingThatRuns() {
        noClasses()
                .that()
                .resideInAPackage("dev.mqttra.ra.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mqttra.ra.hosted..",
                        "dev.mqttra.ra.inbound..",
                        "dev.mqttra.ra.outbound..",
                        "dev.mqttra.client..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.mqttra.ra.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nobodyStartsAThread() {
        noClasses()
                .should()
                .callConstructor(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java.util.concurrent.(Executors|ForkJoinPool|ThreadPoolExecutor|ScheduledThreadPoolExecutor)")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Timer")
                .check(CLASSES);
    }
}
