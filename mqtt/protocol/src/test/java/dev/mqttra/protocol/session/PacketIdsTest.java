package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PacketIdsTest {
    private final PacketIds<String> ids = new PacketIds<>();

    @Test
    void givesEveryIdentifierOnce() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 65_535; i++) {
            given.add(ids.reserve());
        }
        assertThat(given).hasSize(65_535).contains(1, 65_535).doesNotContain(0);
        assertThat(ids.isFull()).isTrue();
        assertThatIllegalStateException().isThrownBy(ids::reserve);
        ids.remove(40_000);
        assertThat(ids.reserve()).isEqualTo(40_000);
    }

    @Test
    void usesAnIdentifierAgainAsLateAsPossible() {
        for (int i = 1; i <= 65_535; i++) {
            int id = ids.reserve();
            assertThat(id).isEqualTo(i);
            ids.remove(id);
        }
        assertThat(ids.reserve()).isEqualTo(1);
    }

    @Test
    void releasesOnlyWhatIsReserved() {
        int reserved = ids.reserve();
        int used = ids.reserve();
        ids.put(used, "message");
        ids.release(used);
        ids.release(reserved);
        ids.release(7);
        assertThat(ids.get(used)).isEqualTo("message");
        assertThat(ids.get(reserved)).isNull();
        assertThat(ids.size()).isEqualTo(1);
    }

    @Property(tries = 200)
    void isAMap(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, String> plain = new HashMap<>();
        PacketIds<String> some = new PacketIds<>();
        int step = random.nextBoolean() ? 1 : 1 << random.nextInt(15);
        for (int i = 0; i < 2000; i++) {
            int id = 1 + random.nextInt(1 + random.nextInt(400)) * step % 65_535;
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    some.put(id, "v" + i);
                    plain.put(id, "v" + i);
                }
                case 2, 3 -> {
                    some.remove(id);
                    plain.remove(id);
                }
                default -> {
                    int free = some.reserve();
                    assertThat(plain).doesNotContainKey(free);
                    some.put(free, "r" + i);
                    plain.put(free, "r" + i);
                }
            }
            assertThat(some.size()).isEqualTo(plain.size());
            assertThat(some.get(id)).isEqualTo(plain.get(id));
        }
        Set<String> visited = new HashSet<>();
        some.forEach(visited::add);
        assertThat(visited).isEqualTo(new HashSet<>(plain.values()));
        plain.forEach((id, value) -> assertThat(some.get(id)).isEqualTo(value));
    }
}
