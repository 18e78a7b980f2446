package dev.mqttra.kill;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until the server has kept what was promised, and judges what it has written. */
final class Promises {
    /**
     * What came of it.
     *
     * @param messages that were judged
     * @param doubled messages with more than one row
     * @param lost messages that were acknowledged and have no row, or whose acknowledgement has not come in time
     * @param unexplained rows too many, for which no delivery without an acknowledgement is known
     * @param inDoubt transactions that were left prepared in the database
     */
    record Outcome(long messages, int doubled, List<String> lost, List<String> unexplained, int inDoubt) {

        boolean isKept() {
            return lost.isEmpty() && unexplained.isEmpty() && inDoubt == 0;
        }
    }

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Rig rig;
    private final Map<Station, Set<Long>> due = new LinkedHashMap<>();
    private final List<String> unexplained = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long messages;
    private int doubled;

    private Promises(Rig rig) {
        this.rig = rig;
    }

    /** Waits for everything that brokers have acknowledged until now, as long as {@link Patience} lasts. */
    static Outcome await(Rig rig) {
        Promises promises = new Promises(rig);
        rig.stations()
                .forEach(station -> promises.due.put(station, station.ledger().promised()));
        Patience patience = new Patience(rig::acknowledged);
        int inDoubt = promises.look();
        while ((promises.isOpen() || inDoubt != 0) && promises.lost.isEmpty() && !patience.isOver()) {
            LockSupport.parkNanos(LOOK_NANOS);
            inDoubt = promises.look();
        }
        return promises.outcome(inDoubt);
    }

    private Outcome outcome(int inDoubt) {
        if (lost.isEmpty()) {
            due.forEach((station, ids) ->
                    new TreeSet<>(ids).forEach(id -> lost.add(station.ledger().describe(id))));
        }
        rig.stations().forEach(station -> lost.addAll(station.network().problems()));
        return new Outcome(messages, doubled, lost, unexplained, inDoubt);
    }

    private boolean isOpen() {
        return due.values().stream().anyMatch(ids -> !ids.isEmpty());
    }

    /** @return how many transactions are in doubt; -1 where the server does not answer yet */
    private int look() {
        try {
            for (Station station : rig.stations()) {
                judge(station);
            }
            return rig.rows().inDoubt();
        } catch (IOException e) {
            return -1;
        }
    }

    private void judge(Station station) throws IOException {
        Ledger ledger = station.ledger();
        // Before the rows are counted: what is acknowledged by then has all its rows.
        Set<Long> settled = ledger.settled();
        if (settled.isEmpty()) {
            return;
        }
        Map<Long, Integer> rows = rig.rows().count(station.channel(), ledger.firstOpen());
        Ledger.Verdict verdict = ledger.close(settled, rows);
        messages += verdict.closed();
        doubled += verdict.doubled().size();
        unexplained.addAll(verdict.unexplained());
        lost.addAll(verdict.lost());
        settled.removeIf(id -> !rows.containsKey(id));
        Set<Long> waiting = due.get(station);
        if (waiting != null) {
            waiting.removeAll(settled);
        }
    }
}
