package dev.mqttra.broker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The inner walls of the broker. */
class ArchitectureTest {
    private static final JavaClasses BROKER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mqttra.broker");

    @Test
    void nobodySeesNettyItself() {
        noClasses().should().dependOnClassesThat(resideInAPackage("io.netty..")).check(BROKER);
    }

    @Test
    void theCoreKnowsNoSocketAndNoEventLoop() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.mqttra.broker.core..", "dev.mqttra.broker.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.mqttra.netty..", "dev.mqttra.broker.net..", "java.net..", "java.nio.channels..")
                .check(BROKER);
    }

    @Test
    void theCoreReadsNoClockAndStartsNoThread() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.mqttra.broker.core..", "dev.mqttra.broker.store..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(BROKER);
    }

    @Test
    void onlyTheCommandLineNeedsPicocli() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(Main.class.getName() + "$Version")
                .and()
                .doNotHaveFullyQualifiedName(MorePorts.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(Bounds.class.getName())
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(BROKER);
    }
}
