package dev.mqttra.it;

import java.io.File;
import java.net.URISyntaxException;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/** Libraries of the test's own class path that an archive takes along. */
final class Libraries {
    private Libraries() {}

    static File[] assertj() {
        return of(Assertions.class, net.bytebuddy.ByteBuddy.class);
    }

    /** The jars that hold these classes. */
    static File[] of(Class<?>... types) {
        return Stream.of(types).map(Libraries::jar).toArray(File[]::new);
    }

    private static File jar(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
