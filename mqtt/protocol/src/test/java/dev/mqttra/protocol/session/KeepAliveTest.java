package dev.mqttra.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From several beginnings, as {@link System#nanoTime()} may be anything and may run over. */
class KeepAliveTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND})
    void aServerWaitsOneAndAHalfTimes(long start) {
        KeepAlive keepAlive = new KeepAlive(10, start);
        assertThat(keepAlive.untilSilent(start)).isEqualTo(15 * SECOND);
        keepAlive.onReceived(start + 4 * SECOND);
        assertThat(keepAlive.untilSilent(start + 4 * SECOND)).isEqualTo(15 * SECOND);
        assertThat(keepAlive.untilSilent(start + 19 * SECOND)).isZero();
        keepAlive.onSent(start + 19 * SECOND);
        assertThat(keepAlive.untilSilent(start + 20 * SECOND)).isEqualTo(-SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND})
    void aClientPingsWithinTheKeepAlive(long start) {
        KeepAlive keepAlive = new KeepAlive(20, start);
        assertThat(keepAlive.untilPing(start)).isEqualTo(15 * SECOND);
        keepAlive.onReceived(start + 10 * SECOND);
        assertThat(keepAlive.untilPing(start + 15 * SECOND)).isZero();
        keepAlive.onPingSent(start + 15 * SECOND);
        assertThat(keepAlive.untilPing(start + 15 * SECOND)).isEqualTo(15 * SECOND);
        keepAlive.onSent(start + 20 * SECOND);
        assertThat(keepAlive.untilPing(start + 20 * SECOND)).isEqualTo(15 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND})
    void aClientWaitsForAnAnswerToItsPing(long start) {
        KeepAlive keepAlive = new KeepAlive(20, start);
        assertThat(keepAlive.untilPingOverdue(start + 100 * SECOND)).isEqualTo(KeepAlive.NEVER);
        keepAlive.onPingSent(start);
        keepAlive.onPingSent(start + 5 * SECOND);
        assertThat(keepAlive.untilPingOverdue(start + 5 * SECOND)).isEqualTo(5 * SECOND);
        keepAlive.onReceived(start + 6 * SECOND);
        assertThat(keepAlive.untilPingOverdue(start + 60 * SECOND)).isEqualTo(KeepAlive.NEVER);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -SECOND, Long.MAX_VALUE - SECOND})
    void nobodyIsDeadWhileThisEndDoesNotRead(long start) {
        KeepAlive keepAlive = new KeepAlive(10, start);
        keepAlive.onPingSent(start);
        keepAlive.reading(false, start + SECOND);
        assertThat(keepAlive.untilSilent(start + 100 * SECOND)).isEqualTo(KeepAlive.NEVER);
        assertThat(keepAlive.untilPingOverdue(start + 100 * SECOND)).isEqualTo(KeepAlive.NEVER);
        assertThat(keepAlive.untilPing(start + 7 * SECOND)).isEqualTo(SECOND / 2);
        keepAlive.reading(true, start + 100 * SECOND);
        assertThat(keepAlive.untilSilent(start + 100 * SECOND)).isEqualTo(15 * SECOND);
        assertThat(keepAlive.untilPingOverdue(start + 100 * SECOND)).isEqualTo(5 * SECOND);
        keepAlive.reading(true, start + 110 * SECOND);
        assertThat(keepAlive.untilSilent(start + 110 * SECOND)).isEqualTo(5 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1000 * SECOND})
    void zeroIsOff(long later) {
        KeepAlive keepAlive = new KeepAlive(0, 0);
        assertThat(keepAlive.untilSilent(later)).isEqualTo(KeepAlive.NEVER);
        assertThat(keepAlive.untilPing(later)).isEqualTo(KeepAlive.NEVER);
        assertThat(keepAlive.untilPingOverdue(later)).isEqualTo(KeepAlive.NEVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesOtherNumbers(int seconds) {
        assertThatIllegalArgumentException().isThrownBy(() -> new KeepAlive(seconds, 0));
    }
}
