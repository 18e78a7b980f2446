package dev.mqttra.sample.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OvenTest {
    private final Random random = new Random(1);

    @Test
    void followsItsSetPoint() {
        Oven oven = new Oven(215, 160, 260, 0.5);
        assertThat(oven.aimAt(230)).isEmpty();

        double first = oven.step(random);
        double last = first;
        for (int i = 0; i < 120; i++) {
            last = oven.step(random);
        }

        assertThat(first).isLessThan(220);
        assertThat(last).isCloseTo(230, within(5.0));
    }

    @Test
    void refusesWhatItCannotKeepAndStaysWithWhatItHas() {
        Oven oven = new Oven(215, 160, 225, 0.5);

        assertThat(oven.aimAt(230)).isEqualTo("it can keep 160 to 225 °C");
        assertThat(oven.aimAt(Double.NaN)).isNotEmpty();
        assertThat(oven.setPoint()).isEqualTo(215);
    }
}
