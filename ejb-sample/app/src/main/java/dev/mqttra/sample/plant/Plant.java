package dev.mqttra.sample.plant;

import jakarta.ejb.Schedule;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;

/** What the application knows about the plant, in the server's default data source. */
@Stateless
public class Plant {
    private static final int KEPT = 5_000;
    private static final int SHOWN = 1_000;

    @PersistenceContext
    private EntityManager entities;

    /**
     * Stores a reading, in the caller's transaction. A message may come twice; the second one overwrites the first
     * with the same.
     */
    public void store(Reading reading) {
        entities.merge(reading);
    }

    public void store(Device device) {
        entities.merge(device);
    }

    public void store(SetPoint setPoint) {
        entities.merge(setPoint);
    }

    public void store(Answer answer) {
        entities.merge(answer);
    }

    /** All that a page has to know before it follows the live events. */
    public Snapshot snapshot() {
        List<Reading> readings = entities.createQuery("select r from Reading r order by r.at desc", Reading.class)
                .setMaxResults(SHOWN)
                .getResultList();
        return new Snapshot(readings, all(Device.class), all(SetPoint.class), all(Answer.class));
    }

    /** Whether any device has ever spoken on this line. */
    public boolean hasLine(String line) {
        return entities.createQuery("select count(d) from Device d where d.line = :line", Long.class)
                        .setParameter("line", line)
                        .getSingleResult()
                > 0;
    }

    /** Keeps the table bounded: twice a minute, all but the newest readings are deleted. */
    @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
    void forgetOldReadings() {
        List<Instant> oldestKept = entities.createQuery("select r.at from Reading r order by r.at desc", Instant.class)
                .setFirstResult(KEPT - 1)
                .setMaxResults(1)
                .getResultList();
        for (Instant limit : oldestKept) {
            entities.createQuery("delete from Reading r where r.at < :limit")
                    .setParameter("limit", limit)
                    .executeUpdate();
        }
    }

    private <T> List<T> all(Class<T> type) {
        return entities.createQuery("select e from " + type.getSimpleName() + " e", type)
                .getResultList();
    }
}
