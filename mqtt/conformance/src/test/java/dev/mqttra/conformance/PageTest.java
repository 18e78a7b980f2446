package dev.mqttra.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PageTest {

    /** With {@code -Dconformance.write=true} it is written instead. */
    @Test
    void theCommittedPageIsTheGeneratedOne() throws IOException {
        Path path = Project.path("docs/conformance.md");
        String page = new Page(Statement.all()).write(Csv.file(Project.path("docs/conformance-choices.csv")));
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(path, page);
        }
        assertThat(Files.exists(path) ? Project.text(path) : "")
                .as("docs/conformance.md is out of date; CONTRIBUTING.md says how to write it again")
                .isEqualTo(page);
    }
}
