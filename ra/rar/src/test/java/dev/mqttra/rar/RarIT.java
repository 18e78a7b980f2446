package dev.mqttra.rar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import org.jboss.jca.validator.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished archive. */
class RarIT {
    private static final Path RAR = Path.of(System.getProperty("rar"));

    @TempDir
    Path reports;

    @Test
    void ironJacamarsValidatorFindsNothing() throws IOException {
        int result = Validation.validate(RAR.toUri().toURL(), reports.toString());

        assertThat(result).as(this::report).isZero();
    }

    @Test
    void itBringsTheApiAndTheAdapterAsTwoJars() throws IOException {
        try (JarFile rar = new JarFile(RAR.toFile())) {
            assertThat(rar.stream().map(JarEntry::getName))
                    .filteredOn(name -> name.endsWith(".jar"))
                    .hasSize(2)
                    .anyMatch(name -> name.startsWith("mqtt-ra-api"))
                    .anyMatch(name -> name.startsWith("mqtt-ra-adapter"));
        }
    }

    /** WildFly activates an adapter only with this descriptor. */
    @Test
    void itActivatesItselfOnWildFly() throws IOException {
        try (JarFile rar = new JarFile(RAR.toFile())) {
            assertThat(rar.getEntry("META-INF/ironjacamar.xml")).isNotNull();
        }
    }

    /** Classes of a library under its own name would meet the server's copy of that library. */
    @Test
    void everyClassIsUnderOurOwnName() throws IOException {
        assertThat(classes()).isNotEmpty().allMatch(name -> name.startsWith("dev/mqttra/"));
    }

    private static List<String> classes() throws IOException {
        List<String> names = new ArrayList<>();
        try (JarFile rar = new JarFile(RAR.toFile())) {
            for (JarEntry jar : rar.stream()
                    .filter(entry -> entry.getName().endsWith(".jar"))
                    .toList()) {
                try (InputStream in = rar.getInputStream(jar);
                        JarInputStream content = new JarInputStream(in)) {
                    for (JarEntry entry = content.getNextJarEntry(); entry != null; entry = content.getNextJarEntry()) {
                        if (entry.getName().endsWith(".class")) {
                            names.add(entry.getName().replaceFirst("META-INF/versions/\\d+/", ""));
                        }
                    }
                }
            }
        }
        return names;
    }

    private String report() {
        Path report = reports.resolve(RAR.getFileName() + ".log");
        try {
            return Files.exists(report) ? Files.readString(report) : "no report";
        } catch (IOException e) {
            return e.toString();
        }
    }
}
