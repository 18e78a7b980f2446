package dev.mqttra.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mqttra.protocol.packet.QoS;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What counts as explained. */
class LedgerTest {
    private final Ledger ledger = new Ledger(new Channel("ours", QoS.AT_LEAST_ONCE));
    private final Ledger exactlyOnce = new Ledger(new Channel("ours", QoS.EXACTLY_ONCE));

    private static long published(Ledger ledger) {
        long id = ledger.next();
        ledger.accepted(id);
        return id;
    }

    private static Ledger.Verdict judge(Ledger ledger, long id, int rows) {
        return ledger.close(ledger.settled(), Map.of(id, rows));
    }

    @Test
    void whatTheBrokerHasTakenOverIsPromisedUntilItIsClosed() {
        long refused = ledger.next();
        ledger.failed(refused);
        long id = published(ledger);
        assertThat(ledger.promised()).containsExactly(id);
        assertThat(ledger.settled()).isEmpty();

        ledger.delivered(id, 1);
        ledger.settled(id, 1);

        assertThat(judge(ledger, id, 1)).isEqualTo(new Ledger.Verdict(1, List.of(), List.of(), List.of()));
        assertThat(ledger.promised()).isEmpty();
    }

    @Test
    void oneThatNobodyWantedIsNotPromisedUntilItWasPublishedAgain() {
        long id = ledger.next();
        ledger.delivered(id, 1);
        ledger.unwanted(id);
        assertThat(ledger.accepted(id)).isFalse();
        assertThat(ledger.promised()).isEmpty();
        assertThat(ledger.waiting()).isEqualTo(1);

        ledger.delivered(id, 1);
        ledger.settled(id, 1);

        assertThat(ledger.accepted(id)).isTrue();
        assertThat(judge(ledger, id, 1).unexplained()).isEmpty();
        assertThat(ledger.unwanted()).isEqualTo(1);
    }

    @Test
    void oneThatIsAcknowledgedAndHasNoRowIsLost() {
        long id = published(ledger);
        ledger.delivered(id, 1);
        ledger.settled(id, 1);

        Ledger.Verdict verdict = ledger.close(ledger.settled(), Map.of());

        assertThat(verdict.closed()).isZero();
        assertThat(verdict.lost()).hasSize(1).first().asString().contains("message " + id);
        assertThat(ledger.promised()).containsExactly(id);
    }

    @Test
    void aSecondRowIsExplainedByAConnectionThatEndedBeforeTheAcknowledgement() {
        long id = published(ledger);
        ledger.delivered(id, 1);
        ledger.delivered(id, 2);
        ledger.settled(id, 2);

        Ledger.Verdict verdict = judge(ledger, id, 2);

        assertThat(verdict.doubled()).containsExactly(id);
        assertThat(verdict.unexplained()).isEmpty();
    }

    @Test
    void aSecondRowOfOneDeliveryIsNotExplained() {
        long id = published(ledger);
        ledger.delivered(id, 1);
        ledger.settled(id, 1);

        assertThat(judge(ledger, id, 2).unexplained()).hasSize(1);
    }

    @Test
    void atQoS2AServerThatLivesOnHasEachMessageOnce() {
        long lived = published(exactlyOnce);
        exactlyOnce.delivered(lived, 1);
        exactlyOnce.delivered(lived, 2);
        exactlyOnce.settled(lived, 2);
        assertThat(judge(exactlyOnce, lived, 2).unexplained()).hasSize(1);

        long killed = published(exactlyOnce);
        exactlyOnce.delivered(killed, 2);
        exactlyOnce.ended();
        exactlyOnce.delivered(killed, 3);
        exactlyOnce.settled(killed, 3);
        assertThat(judge(exactlyOnce, killed, 2).unexplained()).isEmpty();
    }

    @Test
    void oneThatComesAgainAfterItsAcknowledgementIsNotExplained() {
        long id = published(ledger);
        ledger.delivered(id, 1);
        ledger.settled(id, 1);
        ledger.delivered(id, 2);
        assertThat(judge(ledger, id, 1).unexplained()).hasSize(1);

        long closed = published(ledger);
        ledger.delivered(closed, 2);
        ledger.settled(closed, 2);
        judge(ledger, closed, 1);
        ledger.delivered(closed, 3);
        assertThat(ledger.close(Set.of(closed), Map.of(closed, 1)).unexplained())
                .hasSize(1);
    }
}
