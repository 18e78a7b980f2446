package dev.mqttra.ra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalsTest {

    @Test
    void aRefusalIsOfItsApplicationAndOfItsTime() {
        Refusals refusals = new Refusals();
        long now = Long.MAX_VALUE;
        assertThat(refusals.hasOneFor(RefusalsTest.class, now)).isFalse();
        refusals.add(RefusalsTest.class, now);
        assertThat(refusals.hasOneFor(Refusals.class, now)).isTrue();
        // Of another class loader.
        assertThat(refusals.hasOneFor(String.class, now)).isFalse();
        long minute = Refusals.REMEMBERED.toNanos();
        assertThat(refusals.hasOneFor(RefusalsTest.class, now + minute - 1)).isTrue();
        assertThat(refusals.hasOneFor(RefusalsTest.class, now + minute)).isFalse();
    }
}
