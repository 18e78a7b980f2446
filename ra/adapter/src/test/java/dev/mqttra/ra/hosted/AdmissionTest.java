package dev.mqttra.ra.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.ra.fake.FakeDelays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final FakeDelays time = new FakeDelays();
    private final AtomicInteger admitted = new AtomicInteger();

    private Admission admission(long quiet) {
        return new Admission(quiet, time, admitted::incrementAndGet);
    }

    @Test
    void devicesAreLetInOnceWhenNothingHasComeForAWhile() {
        Admission admission = admission(100);
        time.pass(99);
        admission.putOff();
        time.pass(50);
        admission.putOff();
        time.pass(99);
        assertThat(admitted.get()).isZero();
        time.pass(1);
        assertThat(admitted.get()).isEqualTo(1);
        admission.putOff();
        time.pass(1_000);
        assertThat(admitted.get()).isEqualTo(1);
    }

    @Test
    void atOnceWhereThatIsAskedFor() {
        admission(0);
        assertThat(admitted.get()).isEqualTo(1);
        assertThat(time.size()).isZero();
    }

    @Test
    void neverAfterTheEnd() {
        Admission admission = admission(100);
        time.pass(50);
        admission.close();
        time.pass(1_000);
        assertThat(admitted.get()).isZero();
        assertThat(time.size()).isZero();
    }
}
