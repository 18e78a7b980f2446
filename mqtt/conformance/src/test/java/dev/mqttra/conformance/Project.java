package dev.mqttra.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of this project, as Maven told them. */
final class Project {
    private static final Path ROOT =
            Path.of(System.getProperty("conformance.root", "../..")).normalize();

    private Project() {}

    static Path path(String fromRoot) {
        return ROOT.resolve(fromRoot);
    }

    static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
