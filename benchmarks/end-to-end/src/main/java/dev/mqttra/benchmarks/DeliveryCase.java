package dev.mqttra.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table of deliveries.
 *
 * @param bean {@code plain} (no transaction), {@code transacted}, {@code inserting} (a row), {@code batch} (a hundred rows in
 *     a transaction) or {@code principal} (as transacted, and runs as a user, which it looks at)
 * @param where {@code hosted}: by the broker inside the server; {@code remote}: through Mosquitto
 * @param qos of the device's messages
 * @param atOnce how many the bean deals with at once
 */
record DeliveryCase(String bean, String where, int qos, int atOnce) {

    /** All there are, in the table's order. */
    static List<DeliveryCase> all() {
        List<DeliveryCase> all = new ArrayList<>();
        for (String bean : List.of("plain", "transacted", "inserting")) {
            for (int atOnce = 1; atOnce <= 4; atOnce++) {
                for (String where : List.of("hosted", "remote")) {
                    for (int qos = 0; qos <= 2; qos++) {
                        all.add(new DeliveryCase(bean, where, qos, atOnce));
                    }
                }
            }
        }
        all.add(new DeliveryCase("principal", "hosted", 1, 2));
        all.add(new DeliveryCase("principal", "remote", 1, 2));
        all.add(new DeliveryCase("batch", "hosted", 1, 2));
        all.add(new DeliveryCase("batch", "remote", 1, 2));
        return all;
    }

    /**
     * Whether the case is meant.
     *
     * @param pattern {@code bean/where/qos/atOnce}, each a value or {@code *}; what is left out at the end is any
     */
    boolean matches(String pattern) {
        String[] wanted = pattern.split("/");
        String[] own = toString().split("/");
        if (wanted.length > own.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals("*") && !wanted[i].equals(own[i])) {
                return false;
            }
        }
        return true;
    }

    /** The bean, which is the same for messages of any QoS. */
    String ejbName() {
        return bean + "_" + where + "_" + atOnce;
    }

    String ejbClass() {
        return "dev.mqttra.benchmarks.app." + bean.substring(0, 1).toUpperCase(Locale.ROOT) + bean.substring(1)
                + "Bean";
    }

    /** That of the batches is in their bean's annotation. */
    String topic() {
        return bean.equals("batch") ? "bench/batch" : "bench/" + ejbName();
    }

    boolean isHosted() {
        return where.equals("hosted");
    }

    /** The case of the resource adapter without a network that this one is read beside. */
    Called called() {
        return new Called(bean.equals("principal") ? "transacted" : bean, atOnce);
    }

    /** A bean called by the container with no MQTT. */
    record Called(String bean, int atOnce) {}

    @Override
    public String toString() {
        return bean + "/" + where + "/" + qos + "/" + atOnce;
    }
}
