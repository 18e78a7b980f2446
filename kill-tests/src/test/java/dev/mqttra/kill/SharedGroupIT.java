package dev.mqttra.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mqttra.netty.EventLoops;
import dev.mqttra.protocol.packet.QoS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Payara and a WildFly whose beans share subscriptions, each server at its own node of a cluster of Apache Artemis, while
 * messages come in at one of the nodes.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SharedGroupIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int SOME = 50;

    private final Map<Channel, Ledger> ledgers = new LinkedHashMap<>();
    private final EventLoops loops = EventLoops.start(1);

    @TempDir
    Path artemisHome;

    SharedGroupIT() {
        for (QoS qos : new QoS[] {QoS.AT_LEAST_ONCE, QoS.EXACTLY_ONCE}) {
            Channel channel = new Channel("artemis", qos);
            ledgers.put(channel, new Ledger(channel));
        }
    }

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void whatAKilledServerHadNotAcknowledgedGoesToTheOther() throws Exception {
        Path work = Files.createDirectories(Rig.path("work").resolve("group"));
        try (ArtemisCluster artemis = new ArtemisCluster(artemisHome, 0);
                Member payara = Member.payara(work, ledgers, artemis.port(0));
                Member wildFly = Member.wildFly(work, ledgers, artemis.port(1))) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(payara::start), CompletableFuture.runAsync(wildFly::start))
                    .join();
            awaitShared(artemis);
            try (Publisher publisher = new Publisher(artemis.port(0), payara.stations(), loops)) {
                awaitBothTakePart(payara, wildFly);
                kill(wildFly, Step.PUBACK_HELD, payara);

                wildFly.join();
                awaitShared(artemis);
                awaitBothTakePart(payara, wildFly);
                kill(payara, Step.PUBREC_HELD, wildFly);

                publisher.pause();
                assertNothingIsLost(payara, wildFly);
            }
        }
    }

    private void awaitShared(ArtemisCluster artemis) {
        ledgers.keySet().forEach(channel -> await().atMost(LIMIT).until(() -> artemis.isSharedByBoth(channel.topic())));
    }

    /** Until each of them has written some more of each channel. */
    private void awaitBothTakePart(Member... members) throws IOException {
        for (Member member : members) {
            for (Channel channel : ledgers.keySet()) {
                int before = member.rows(channel).size();
                await(member + " takes part in " + channel)
                        .atMost(LIMIT)
                        .pollInterval(LOOK)
                        .until(() -> member.rows(channel).size() >= before + SOME);
            }
        }
    }

    /** Kills one of them when a row of it is committed and its acknowledgement on the way. */
    private void kill(Member killed, Step step, Member other) throws Exception {
        Channel channel =
                ledgers.keySet().stream().filter(step::isIn).findFirst().orElseThrow();
        long message = killed.killAt(step, channel).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        killed.startApart();
        await("the application of " + killed).atMost(LIMIT).ignoreExceptions().until(() -> !killed.rows(channel)
                .isEmpty());
        assertNothingIsLost(killed, other);
        assertThat(killed.rows(channel)).as("written before the kill").contains(message);
        assertThat(other.rows(channel)).as("and again by the other").contains(message);
    }

    /** Waits until what Artemis has acknowledged until now has its rows. */
    private void assertNothingIsLost(Member one, Member other) {
        ledgers.forEach((channel, ledger) -> {
            Set<Long> promised = ledger.promised();
            await(channel.topic()).atMost(LIMIT).pollInterval(LOOK).untilAsserted(() -> {
                Set<Long> missing = new TreeSet<>(promised);
                missing.removeAll(one.rows(channel));
                missing.removeAll(other.rows(channel));
                assertThat(missing)
                        .as("acknowledged to the publisher, and no row")
                        .isEmpty();
            });
        });
    }
}
