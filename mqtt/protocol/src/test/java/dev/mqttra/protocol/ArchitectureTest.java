package dev.mqttra.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Timer;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the rest is built on: the JDK alone, packages that look one way, no clock and no thread of its own. */
class ArchitectureTest {
    private static final String ROOT = "dev.mqttra.protocol.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.mqttra.protocol");

    @Test
    void needsTheJdkAlone() {
        check(classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "dev.mqttra.protocol..", "org.jspecify.annotations"));
    }

    @Test
    void packagesLookOneWay() {
        check(layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("topic")
                .definedBy(ROOT + "topic")
                .layer("packet")
                .definedBy(ROOT + "packet")
                .layer("codec")
                .definedBy(ROOT + "codec")
                .layer("link")
                .definedBy(ROOT + "link")
                .layer("session")
                .definedBy(ROOT + "session")
                .whereLayer("topic")
                .mayNotAccessAnyLayer()
                .whereLayer("packet")
                .mayOnlyAccessLayers("topic")
                .whereLayer("codec")
                .mayOnlyAccessLayers("packet", "topic")
                .whereLayer("link")
                .mayOnlyAccessLayers("packet", "codec")
                .whereLayer("session")
                .mayOnlyAccessLayers("packet", "codec", "link"));
    }

    /** A mailbox inside the VM stamps a batch with the time as a socket's loop does; nothing else knows what time it is. */
    @Test
    void timeIsAnArgument() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "link")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.time.."));
    }

    @Test
    void startsNoThread() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Timer.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class));
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
